import { BROWSER_COOKIE, BROWSER_COOKIE_SECONDS } from "@/server/auth/browser";
import type { FieldErrors } from "@/server/errors";

/** What a browser without JavaScript can be given back in an address. */
const ADDRESS_MAX = 6_000;

/** Whether the sender wants JSON: the page's own script does, a plain form does not. */
export function wantsJson(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("application/json");
}

/** 303 to a page, as after any form. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}

/** The form again with what it was filled with and `__errors`, for a browser without JavaScript. */
export function formAgain(slug: string, filled: URLSearchParams, errors: FieldErrors): string {
  const query = new URLSearchParams({ __errors: JSON.stringify(errors).slice(0, 2_000) });
  for (const [name, value] of filled) {
    if (query.toString().length + encodeURIComponent(value).length < ADDRESS_MAX) query.append(name, value);
  }
  return `/scripts/${encodeURIComponent(slug)}/?${query}`;
}

/** The Set-Cookie that gives a browser the secret its anonymous jobs belong to. */
export function browserCookie(secret: string, isSecure: boolean): string {
  const parts = [
    `${BROWSER_COOKIE}=${secret}`,
    "Path=/",
    `Max-Age=${BROWSER_COOKIE_SECONDS}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  return [...parts, ...(isSecure ? ["Secure"] : [])].join("; ");
}
