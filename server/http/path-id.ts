/** The id in a path; 0, which no row has, for a text that is not an id. */
export function toId(text: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return id <= 2_147_483_647 ? id : 0;
}
