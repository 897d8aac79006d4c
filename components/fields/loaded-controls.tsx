"use client";

import type { ComponentProps } from "react";
import { loadable } from "../ui/loadable";

// Controls that few forms have. Their code is loaded with the first form that has one. There is no Suspense around them,
// so that the server sends their HTML as part of the page, for browsers without JavaScript too.

/** Together, because a form that has one of them often has another. */
const loadControls = () =>
  Promise.all([
    import("./file-control"),
    import("./file-or-text-control"),
    import("./rows-control"),
    import("./command-fields"),
  ]);

const LoadedFile = loadable(async () => (await loadControls())[0].FileControl);
const LoadedFileOrText = loadable(async () => (await loadControls())[1].FileOrTextControl);
const LoadedRows = loadable(async () => (await loadControls())[2].RowsControl);
const LoadedCommand = loadable(async () => (await loadControls())[3].CommandFields);

export function FileControl(props: ComponentProps<typeof LoadedFile>) {
  return <LoadedFile {...props} />;
}

export function FileOrTextControl(props: ComponentProps<typeof LoadedFileOrText>) {
  return <LoadedFileOrText {...props} />;
}

export function RowsControl(props: ComponentProps<typeof LoadedRows>) {
  return <LoadedRows {...props} />;
}

export function CommandFields(props: ComponentProps<typeof LoadedCommand>) {
  return <LoadedCommand {...props} />;
}
