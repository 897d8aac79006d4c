"use client";

import { currentLanguage, t } from "@/server/language/text";
/** Shown if the root layout fails. It depends on nothing else. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang={currentLanguage()}>
      <body>
        <main>
          <h1>{t("Something went wrong")}</h1>
          <p>{t("The problem is on the server. Try again. If it persists, contact the administrator of this site.")}</p>
          <button type="button" onClick={reset}>
            {t("Try again")}
          </button>
        </main>
      </body>
    </html>
  );
}
