import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { publicOrigin } from "./address";

/**
 * Whether a request comes from this site's own pages, according to what a browser adds to it: scheme, host and port
 * count. Null if the request has nothing that says so, as from a client that is not a browser.
 */
export function isSameOrigin(headers: Headers): boolean | null {
  const site = headers.get("sec-fetch-site");
  if (site === "same-origin") return true;
  if (site === "cross-site" || site === "same-site") return false;
  const origin = headers.get("origin");
  return origin === null ? null : origin === publicOrigin(headers);
}

/**
 * Refuses a request that a page of another site makes a browser send, and one that does not say where it comes from.
 * Every browser of recent years sends the page's origin with a POST. @throws forbidden
 */
export function requireSameOrigin(request: Request): void {
  if (isSameOrigin(request.headers)) return;
  throw new AppError("forbidden", t("This request came from a page on another site."));
}
