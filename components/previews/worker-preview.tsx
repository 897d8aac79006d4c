"use client";

import { Suspense } from "react";
import { t } from "@/server/language/text";
import { loadable } from "../ui/loadable";
import { problemText } from "./read/problem";
import type { PreviewClient } from "./worker/preview-client";
import type { OpenedFile } from "./worker/protocol";
import { type PreviewFile, usePreview } from "./worker/use-preview";

const ArchiveView = loadable(async () => (await import("./archive-view")).ArchiveView);
const NotebookView = loadable(async () => (await import("./notebook-view")).NotebookView);
const TablesView = loadable(async () => (await import("./tables-view")).TablesView);

/** A file that a worker reads. What draws it is loaded when it is opened. */
export function WorkerPreview({ file, name }: { file: PreviewFile; name: string }) {
  const state = usePreview(file);
  if (state.phase === "failed") {
    return (
      <p role="alert" className="p-3 text-muted">
        {problemText(state.problem)}
      </p>
    );
  }
  const loading = (
    <p role="status" className="p-3 text-muted">
      {t("Opening…")}
    </p>
  );
  if (state.phase === "opening") return loading;
  return (
    <Suspense fallback={loading}>
      <OpenedView opened={state.opened} client={state.client} name={name} />
    </Suspense>
  );
}

function OpenedView({ opened, client, name }: { opened: OpenedFile; client: PreviewClient; name: string }) {
  switch (opened.kind) {
    case "archive":
      return <ArchiveView name={name} list={opened.list} />;
    case "notebook":
      return <NotebookView name={name} notebook={opened.notebook} />;
    case "tables":
      return <TablesView name={name} tables={opened.tables} client={client} />;
  }
}
