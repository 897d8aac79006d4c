"use client";

import { Button } from "@/components/ui/button";
import { t } from "@/server/language/text";

/** Shown if a page could not be rendered. The server's log contains the error under the same digest. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto flex max-w-prose flex-col items-start gap-3 px-4 py-14">
      <h1 className="text-20 font-semibold">{t("This page could not be shown")}</h1>
      <p className="text-muted">
        {error.digest ? (
          <>
            {t("Something went wrong on the server. It was not caused by anything you entered.")}{" "}
            {t("Try again. If the problem persists, contact the administrator of this site and quote this code:")}
          </>
        ) : (
          t(
            "A part of it did not arrive, or something went wrong in the browser. Check your connection and reload the page.",
          )
        )}
      </p>
      {error.digest ? (
        <code className="rounded-control bg-sunken px-2 py-1 font-mono text-13">{error.digest}</code>
      ) : null}
      <Button variant="primary" onClick={reset}>
        {t("Try again")}
      </Button>
    </div>
  );
}
