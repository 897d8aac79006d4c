import NextLink from "next/link";
import type { ComponentProps } from "react";

/** A link within the site. Nothing is prefetched, because pages differ for each person and change by the second. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
