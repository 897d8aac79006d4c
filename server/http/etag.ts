/**
 * Whether the client has what this ETag belongs to: `If-None-Match` lists it, or is `*`. RFC 9110, section 13.1.2: weak
 * and strong ETags are compared alike.
 */
export function matchesEtag({ headers }: Request, etag: string): boolean {
  const given = headers.get("if-none-match") ?? "";
  return given.trim() === "*" || given.split(",").some((each) => opaque(each) === opaque(etag));
}

function opaque(etag: string): string {
  return etag.trim().replace(/^W\//, "");
}
