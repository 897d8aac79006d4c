/** Attributes of an element that scrolls: keyboards have to reach it. */
export const scrollableAttributes = { tabIndex: 0 } as const;
