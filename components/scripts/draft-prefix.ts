/** The start of all keys of drafts in the browser's storage. */
export const draftPrefix = "wooey:draft:";
