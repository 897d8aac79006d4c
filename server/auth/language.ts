import "server-only";
import { headers } from "next/headers";
import { textsScriptPath } from "@/server/language/script";
import { currentLanguage } from "@/server/language/text";

/** The script that a page loads first, so that its other scripts use the reader's language; null for English. */
export async function findTextsScript(): Promise<{ src: string; nonce: string | undefined } | null> {
  const src = textsScriptPath(currentLanguage());
  return src === null ? null : { src, nonce: (await headers()).get("x-nonce") ?? undefined };
}
