import NextLink from "next/link";
import type { ComponentProps } from "react";

/** A link within the site. Pages differ for each person and change by the second, so nothing is fetched ahead. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
