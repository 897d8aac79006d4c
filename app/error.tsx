"use client";

import { Button } from "@/components/ui/button";

/** A page that could not be drawn. The digest is what the server's log calls the failure. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto flex max-w-prose flex-col items-start gap-3 px-4 py-14">
      <h1 className="text-20 font-semibold">This page could not be shown</h1>
      <p className="text-muted">
        Something went wrong on the server; nothing you entered was the cause. Try again, and if it stays, tell whoever
        runs this site{error.digest ? " and give them this code:" : "."}
      </p>
      {error.digest ? (
        <code className="rounded-control bg-sunken px-2 py-1 font-mono text-13">{error.digest}</code>
      ) : null}
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
