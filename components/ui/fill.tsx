import { Fragment, type ReactNode } from "react";

/** A text whose `{name}`s are replaced with elements, such as a link whose position depends on the language. */
export function fill(text: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  return text.split(/\{(\w+)\}/).map((segment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the segments of a text keep their order
    <Fragment key={index}>{index % 2 === 1 ? parts[segment] : segment}</Fragment>
  ));
}
