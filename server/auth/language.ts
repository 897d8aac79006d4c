import "server-only";
import { headers } from "next/headers";
import { isLanguage, LANGUAGE_COOKIE } from "@/server/language/languages";
import { textsScriptPath } from "@/server/language/script";
import { currentLanguage } from "@/server/language/text";

/** A `Set-Cookie` that keeps this browser's choice of a language for a year, or forgets it where there is no such one. */
export function languageCookie(chosen: unknown): string {
  const [value, seconds] = isLanguage(chosen) ? [chosen, 365 * 86_400] : ["", 0];
  return `${LANGUAGE_COOKIE}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax; HttpOnly`;
}

/** The script that a page loads first, so that its others speak the reader's language; null for English. */
export async function findTextsScript(): Promise<{ src: string; nonce: string | undefined } | null> {
  const src = textsScriptPath(currentLanguage());
  return src === null ? null : { src, nonce: (await headers()).get("x-nonce") ?? undefined };
}
