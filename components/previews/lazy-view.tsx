"use client";

import { Suspense } from "react";
import { t } from "@/server/language/text";
import { loadable } from "../ui/loadable";
import type { ViewProps } from "./preview-kind";

/** Views whose code the browser loads only for a page with such a file. */
const views = {
  pdf: loadable(async () => (await import("./pdf-view")).PdfView),
};

/** A preview that runs in the browser. */
export function LazyView({ view, ...props }: ViewProps & { view: keyof typeof views }) {
  const View = views[view];
  return (
    <Suspense fallback={<p className="p-3 text-muted">{t("Opening…")}</p>}>
      <View {...props} />
    </Suspense>
  );
}
