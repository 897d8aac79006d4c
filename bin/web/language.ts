import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import { textsOf } from "@/server/language/catalogs";
import { chooseLanguage, LANGUAGE_COOKIE } from "@/server/language/languages";
import { type Reader, setReader } from "@/server/language/text";
import { localizeValidation } from "@/server/language/validation";

const readers = new AsyncLocalStorage<Reader>();
setReader(() => readers.getStore());
localizeValidation();

/** Answers a request in its reader's language: everything that `work` starts is written for that reader. */
export function inLanguageOf(request: IncomingMessage, work: () => void): void {
  const language = chooseLanguage({
    path: request.url ?? "",
    chosen: parseCookie(request.headers.cookie ?? "")[LANGUAGE_COOKIE],
    acceptLanguage: request.headers["accept-language"],
  });
  readers.run({ language, texts: textsOf(language) }, work);
}
