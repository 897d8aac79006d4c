"use client";

import { type ComponentType, lazy } from "react";
import { t } from "@/server/language/text";

/**
 * A component whose code is loaded when it is first shown, in a Suspense. Where the code does not arrive (no connection,
 * or a newer version of the site), `Failed` takes its place, and the rest of the page stays as it is.
 */
export function loadable<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Failed: ComponentType<Props> = NotLoaded,
) {
  return lazy(async () => ({ default: await load().catch(() => Failed) }));
}

/** What a part of a page that could not be loaded tells its reader. */
export function explainNotLoaded(): string {
  return t("This part of the page could not be loaded. Check your connection, then reload the page.");
}

function NotLoaded() {
  return (
    <p role="alert" className="p-2 text-13 text-failed">
      {explainNotLoaded()}
    </p>
  );
}
