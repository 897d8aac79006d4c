import { Fragment, type ReactNode } from "react";

/** A text with what is drawn in the place of each `{name}`: a sentence that holds a link, in the order of any language. */
export function fill(text: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  return text.split(/\{(\w+)\}/).map((piece, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places
    <Fragment key={place}>{place % 2 === 1 ? parts[piece] : piece}</Fragment>
  ));
}
