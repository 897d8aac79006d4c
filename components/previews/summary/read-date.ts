const datePattern = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The time of a date in ISO 8601, in UTC unless it has a zone; NaN for any other text. */
export function readDate(text: string): number {
  const zone = datePattern.exec(text);
  if (!zone) return Number.NaN;
  const hasZone = zone[4] !== undefined || zone[1] === undefined;
  return Date.parse(`${text.replace(" ", "T")}${hasZone ? "" : "Z"}`);
}
