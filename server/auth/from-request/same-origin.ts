import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { publicOrigin } from "./address";

/**
 * Refuses a request that a page of another site makes a browser send. Every browser of recent years sends the page's
 * origin with a POST. @throws forbidden
 */
export function requireSameOrigin(request: Request): void {
  if (request.headers.get("sec-fetch-site") === "same-origin") return;
  const origin = request.headers.get("origin");
  if (origin !== null && origin === publicOrigin(request.headers)) return;
  throw new AppError("forbidden", t("This request came from a page on another site."));
}
