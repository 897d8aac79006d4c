import { parseCookie, stringifySetCookie } from "cookie";
import { isLanguage, LANGUAGE_COOKIE } from "@/server/language/languages";
import { BROWSER_COOKIE, BROWSER_COOKIE_SECONDS } from "../browser";
import { isSecure } from "./address";

/** For all paths of the site, and not readable by scripts. */
export const cookieAttributes = { path: "/", httpOnly: true, sameSite: "lax" } as const;

/** The cookie with the messages about a form that was sent without scripts and refused. */
export const REFUSAL_COOKIE = "wooey_refusal";

/** The value of a cookie of this request; undefined if it is missing. */
export function readCookie(headers: Headers, name: string): string | undefined {
  return parseCookie(headers.get("cookie") ?? "")[name];
}

/** A `Set-Cookie` that gives a browser the secret that owns its anonymous jobs. */
export function browserCookie(secret: string, headers: Headers): string {
  const cookie = { name: BROWSER_COOKIE, value: secret, maxAge: BROWSER_COOKIE_SECONDS };
  return stringifySetCookie({ ...cookie, ...cookieAttributes, secure: isSecure(headers) });
}

/** A `Set-Cookie` that brings the messages about a refused form to its page, for a minute. */
export function refusalCookie(text: string, headers: Headers): string {
  const cookie = { name: REFUSAL_COOKIE, value: text, maxAge: 60 };
  return stringifySetCookie({ ...cookie, ...cookieAttributes, secure: isSecure(headers) });
}

/** A `Set-Cookie` that keeps this browser's choice of language for a year, or deletes it for an unknown language. */
export function languageCookie(choice: unknown, headers: Headers): string {
  const cookie = isLanguage(choice) ? { value: choice, maxAge: 365 * 86_400 } : { value: "", maxAge: 0 };
  return stringifySetCookie({ name: LANGUAGE_COOKIE, ...cookie, ...cookieAttributes, secure: isSecure(headers) });
}
