/** Attributes that let keyboard users reach an element that scrolls. */
export const scrollableAttributes = { tabIndex: 0 } as const;
