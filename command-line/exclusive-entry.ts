/**
 * The name of the form entry that holds the path of the selected field of a required exclusive group. The other fields of
 * the group do not count, whatever they contain; with the value NO_MEMBER, none of them counts.
 */
export const memberEntry = (exclusiveId: string): string => `${exclusiveId}.$only`;

export const NO_MEMBER = "$none";
