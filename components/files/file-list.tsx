import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { FileRowView } from "./file-row";
import { type FileRow, inputsPath } from "./file-tree";
import { moveRow } from "./row-moves";
import type { Selected } from "./use-selection";
import { rowHeight, useVisibleRows } from "./use-visible-rows";

interface Props {
  rows: readonly FileRow[];
  openedId: number | null;
  hrefOf: (fileId: number) => string;
  selectedOf: (fileIds: readonly number[]) => Selected;
  onSelect: (fileIds: readonly number[]) => void;
  onToggle: (path: string, change: { isOpen: boolean }) => void;
}

const idOf = (row: FileRow) => `file-${row.key}`;

/** The files of a line that can be selected: output files. */
function selectableIds(row: FileRow): readonly number[] {
  if (row.type === "folder") return row.folder.path === inputsPath ? [] : row.folder.fileIds;
  return row.file.direction === "output" ? [row.file.id] : [];
}

/**
 * Files as a tree with one tab stop. Arrow keys move, open and close; Enter opens a file; the space bar selects. Only the
 * lines on screen are rendered.
 */
export function FileList({ rows, openedId, hrefOf, selectedOf, onSelect, onToggle }: Props) {
  const router = useRouter();
  const frame = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const { first, end, reveal } = useVisibleRows(frame, rows.length);
  const found = rows.findIndex((row) => row.key === activeKey);
  const active =
    found >= 0
      ? found
      : Math.max(
          0,
          rows.findIndex((row) => row.key === String(openedId)),
        );
  const activeRow = rows[active];

  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    if (openedId === null) return;
    setActiveKey(String(openedId));
    const index = latest.current.findIndex((row) => row.key === String(openedId));
    if (index >= 0) reveal(index);
  }, [openedId, reveal]);

  function open(row: FileRow) {
    if (row.type === "folder") onToggle(row.folder.path, { isOpen: !row.isOpen });
    else router.push(hrefOf(row.file.id));
  }

  function handleKey(event: KeyboardEvent) {
    if (!activeRow || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target instanceof HTMLInputElement) return;
    const next = moveRow(rows, active, event.key);
    const isFolderKey = event.key === "ArrowRight" || event.key === "ArrowLeft";
    if (next !== null) {
      setActiveKey(rows[next]?.key ?? null);
      reveal(next);
    } else if (isFolderKey && activeRow.type === "folder")
      onToggle(activeRow.folder.path, { isOpen: event.key === "ArrowRight" });
    else if (event.key === "Enter") open(activeRow);
    else if (event.key === " ") onSelect(selectableIds(activeRow));
    else if (!isFolderKey) return;
    event.preventDefault();
  }

  const isActiveRendered = active >= first && active < end;
  return (
    <div
      ref={frame}
      role="tree"
      aria-label={t("All files")}
      aria-multiselectable
      tabIndex={0}
      aria-activedescendant={activeRow && isActiveRendered ? idOf(activeRow) : undefined}
      onKeyDown={handleKey}
      className="group/list h-[max(16rem,calc(100dvh-17rem))] overflow-auto overscroll-contain focus-visible:-outline-offset-2"
    >
      <div role="none" className="relative" style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, end).map((row, offset) => {
          const ids = selectableIds(row);
          return (
            <FileRowView
              key={row.key}
              row={row}
              id={idOf(row)}
              index={first + offset}
              href={row.type === "file" ? hrefOf(row.file.id) : ""}
              selected={ids.length > 0 ? selectedOf(ids) : null}
              isActive={row === activeRow}
              isCurrent={row.type === "file" && row.file.id === openedId}
              onActivate={() => setActiveKey(row.key)}
              onSelect={() => onSelect(ids)}
              onToggle={() => open(row)}
            />
          );
        })}
      </div>
    </div>
  );
}
