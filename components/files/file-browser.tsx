"use client";

import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import type { FileEntry } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { FileList } from "./file-list";
import { FileSteps } from "./file-steps";
import { FileToolbar } from "./file-toolbar";
import { useAllFiles } from "./use-all-files";
import { useFileList } from "./use-file-list";
import { useSelection } from "./use-selection";

interface Props {
  /** `/jobs/<uuid or id>` */
  path: string;
  /** Null if the job has so many files that the browser loads the list. */
  initialFiles: FileEntry[] | null;
  /** Whether the job is not over, so that files may be added. */
  isOpen: boolean;
  /** The open file. */
  children: ReactNode;
}

/** All files of a job: the list, and next to it the file that is open. A phone shows one of them. */
export function FileBrowser({ path, initialFiles, isOpen, children }: Props) {
  const { file } = useParams<{ file?: string }>();
  const openedId = file ? Number(file) : null;
  const { files, hasFailed, reload } = useAllFiles(path, initialFiles);
  const list = useFileList(files, openedId);
  const selection = useSelection(files);
  const listUrl = `${path}/browse/`;
  const hrefOf = (id: number) => `${listUrl}${id}/`;
  const index = list.ordered.findIndex((each) => each.id === openedId);
  const neighbour = (at: number) => (index >= 0 && list.ordered[at] ? hrefOf(list.ordered[at].id) : null);
  return (
    <div className="grid gap-4 md:grid-cols-[minmax(18rem,26rem)_minmax(0,1fr)]">
      <section
        aria-label={t("All files")}
        className={classNames(
          "flex min-w-0 flex-col overflow-hidden rounded-control border border-line bg-surface md:sticky md:top-16 md:self-start",
          openedId !== null && "max-md:hidden",
        )}
      >
        <FileToolbar
          archiveUrl={`${path}/archive/selected.zip`}
          files={files ?? []}
          foundCount={list.ordered.length}
          text={list.text}
          order={list.order}
          selected={selection.selected}
          onText={list.setText}
          onOrder={list.setOrder}
          onSelectFound={() =>
            selection.toggle(list.ordered.filter((each) => each.direction === "output").map((each) => each.id))
          }
          onClear={selection.clear}
        />
        {list.rows.length > 0 ? (
          <FileList
            rows={list.rows}
            openedId={openedId}
            hrefOf={hrefOf}
            selectedOf={selection.selectedOf}
            onSelect={selection.toggle}
            onToggle={list.setOpen}
          />
        ) : (
          <p className="p-4 text-muted">{files ? explainEmpty(files) : explainLoading({ hasFailed })}</p>
        )}
        {isOpen || hasFailed ? (
          <p className="flex items-center gap-2 border-t border-line p-2 text-13 text-muted">
            {isOpen ? t("The job is not finished. More files may appear.") : null}
            <Button size="small" className="ml-auto" onClick={() => void reload()}>
              {t("Reload")}
            </Button>
          </p>
        ) : null}
      </section>
      <div className={classNames("flex min-w-0 flex-col gap-2", openedId === null && "max-md:hidden")}>
        {openedId === null ? null : (
          <FileSteps
            index={index}
            count={list.ordered.length}
            previous={neighbour(index - 1)}
            next={neighbour(index + 1)}
            listUrl={listUrl}
          />
        )}
        {children}
      </div>
    </div>
  );
}

function explainEmpty(files: readonly FileEntry[]): string {
  return files.length === 0 ? t("No files yet") : t("No matching files");
}

function explainLoading({ hasFailed }: { hasFailed: boolean }): string {
  return hasFailed ? t("The list of files could not be loaded.") : t("Loading…");
}
