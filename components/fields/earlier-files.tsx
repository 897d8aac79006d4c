import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { EarlierFile } from "@/server/jobs/earlier-files";
import { formatBytes, formatRelative } from "@/server/language/format";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { displayName } from "../ui/display-name";
import { Input } from "../ui/input";
import { useTimeZone } from "../ui/use-time-zone";

interface Props {
  /** The label of the field that the file is for. */
  label: string;
  onChoose: (file: EarlierFile) => void;
  onClose: () => void;
}

/** A dialog with the files of the user's jobs, to reuse one without uploading it. It is loaded when it is first opened. */
export function EarlierFiles({ label, onChoose, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const timeZone = useTimeZone();
  const [query, setQuery] = useState("");
  const [files, setFiles] = useState<EarlierFile[] | "failed" | null>(null);

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const request = new AbortController();
    const timer = setTimeout(async () => {
      const response = await fetch(`/files/earlier?q=${encodeURIComponent(query)}`, { signal: request.signal }).catch(
        () => null,
      );
      if (request.signal.aborted) return;
      // The route /files/earlier answers with this type.
      setFiles(response?.ok ? ((await response.json()) as { files: EarlierFile[] }).files : "failed");
    }, 150);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [query]);

  return (
    <dialog
      ref={dialog}
      aria-label={t("Earlier file for {field}", { field: label })}
      closedby="any"
      onClose={onClose}
      className="w-[calc(100vw-2rem)] max-w-form rounded-control border border-line bg-raised p-0 text-ink shadow-float sm:w-140"
    >
      <div className="flex items-center gap-2 border-b border-line p-2">
        <Input
          type="search"
          aria-label={t("Search earlier files")}
          placeholder={t("Search the files of my jobs")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.preventDefault();
          }}
        />
        <Button variant="quiet" size="icon" aria-label={t("Close")} onClick={() => dialog.current?.close()}>
          <X />
        </Button>
      </div>
      <ul aria-label={t("Earlier files")} className="h-80 overflow-auto p-1">
        {Array.isArray(files)
          ? files.map((file) => (
              <li key={file.reference}>
                <button
                  type="button"
                  onClick={() => {
                    onChoose(file);
                    dialog.current?.close();
                  }}
                  className="flex w-full items-baseline gap-3 rounded-control px-2.5 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
                >
                  <bdi className="min-w-0 flex-1 truncate">{displayName(file.path)}</bdi>
                  <span className="max-w-48 truncate text-13 text-muted max-sm:hidden">
                    {displayName(file.jobName)}
                  </span>
                  <span className="shrink-0 text-13 text-muted tabular">
                    {formatBytes(file.sizeBytes)} · {formatRelative(new Date(file.at), new Date(), timeZone)}
                  </span>
                </button>
              </li>
            ))
          : null}
      </ul>
      <p role="status" className="border-t border-line px-3 py-2 text-13 text-muted">
        {statusText(files)}
      </p>
    </dialog>
  );
}

function statusText(files: EarlierFile[] | "failed" | null): string {
  if (files === null) return t("Searching…");
  if (files === "failed") return t("The files could not be listed. Close this window and try again.");
  const count = files.length;
  if (count === 0) return t("None of your jobs has a file with this name.");
  if (count === 30) return t("Showing the newest 30. Type part of the name to find others.");
  return t("{count, plural, one {# file} other {# files}}", { count });
}
