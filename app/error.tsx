"use client";

import { Button } from "@/components/ui/button";
import { t } from "@/server/language/text";

/** A page that could not be drawn. The digest is what the server's log calls the failure. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto flex max-w-prose flex-col items-start gap-3 px-4 py-14">
      <h1 className="text-20 font-semibold">{t("This page could not be shown")}</h1>
      <p className="text-muted">
        {t("Something went wrong on the server; nothing you entered was the cause.")}{" "}
        {error.digest
          ? t("Try again, and if it stays, tell whoever runs this site and give them this code:")
          : t("Try again, and if it stays, tell whoever runs this site.")}
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
