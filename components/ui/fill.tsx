import { Fragment, type ReactNode } from "react";

/** A text with elements in place of its `{name}`s, such as a sentence that contains a link, in any word order. */
export function fill(text: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  return text.split(/\{(\w+)\}/).map((segment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the segments of a text keep their order
    <Fragment key={index}>{index % 2 === 1 ? parts[segment] : segment}</Fragment>
  ));
}
