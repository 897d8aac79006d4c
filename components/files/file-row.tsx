import { ChevronRight, File as FileIcon, Folder as FolderIcon } from "lucide-react";
import { formatBytes } from "@/server/language/format";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { displayName } from "../ui/display-name";
import { Link } from "../ui/link";
import { type FileRow, inputsPath } from "./file-tree";
import type { Selected } from "./use-selection";
import { rowHeight } from "./use-visible-rows";

interface Props {
  row: FileRow;
  id: string;
  index: number;
  href: string;
  /** Null for input files, which no archive contains. */
  selected: Selected | null;
  /** Whether keys act on this line. */
  isActive: boolean;
  /** Whether this file is open. */
  isCurrent: boolean;
  onActivate: () => void;
  onSelect: () => void;
  onToggle: () => void;
}

/** A file or a folder in the list. The list handles the keys: lines and what they contain are not in the tab order. */
export function FileRowView(props: Props) {
  const { row, selected, isActive, isCurrent } = props;
  return (
    <div
      role="treeitem"
      id={props.id}
      aria-level={row.level}
      aria-expanded={row.type === "folder" ? row.isOpen : undefined}
      aria-checked={toAria(selected)}
      aria-current={isCurrent ? "page" : undefined}
      tabIndex={-1}
      onMouseDown={props.onActivate}
      style={{ top: props.index * rowHeight, paddingInlineStart: 8 + (row.level - 1) * 16 }}
      className={classNames(
        "absolute inset-x-0 flex h-8 items-center gap-2 pr-3 text-13",
        isCurrent ? "bg-accent-soft" : "hover:bg-hover",
        isActive && "group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 outline-accent",
      )}
    >
      <SelectBox selected={selected} onSelect={props.onSelect} />
      {row.type === "folder" ? <FolderName row={row} onToggle={props.onToggle} /> : <FileName {...props} row={row} />}
    </div>
  );
}

function toAria(selected: Selected | null): boolean | "mixed" | undefined {
  if (selected === null) return undefined;
  return selected === "some" ? "mixed" : selected === "all";
}

/** For the mouse; the line says to screen readers whether it is selected. */
function SelectBox({ selected, onSelect }: { selected: Selected | null; onSelect: () => void }) {
  if (selected === null) return <span className="size-4 shrink-0" />;
  return (
    <input
      type="checkbox"
      aria-hidden
      tabIndex={-1}
      checked={selected === "all"}
      ref={(input) => {
        if (input) input.indeterminate = selected === "some";
      }}
      onChange={onSelect}
      className="block size-4 shrink-0"
    />
  );
}

function FolderName({ row, onToggle }: { row: FileRow & { type: "folder" }; onToggle: () => void }) {
  const { folder, isOpen } = row;
  return (
    // The line handles the keys.
    <button
      type="button"
      tabIndex={-1}
      onClick={onToggle}
      className="flex min-w-0 flex-1 items-center gap-1.5 text-left"
    >
      <ChevronRight size={14} className={classNames("shrink-0 text-faint", isOpen && "rotate-90")} />
      <FolderIcon size={14} className="shrink-0 text-faint" />
      <bdi className="truncate">{folder.path === inputsPath ? folder.name : displayName(folder.name)}</bdi>
      <span className="ml-auto shrink-0 text-faint tabular">
        {t("{count, plural, one {# file} other {# files}}", { count: folder.fileIds.length })}
      </span>
    </button>
  );
}

function FileName({ row, href }: Pick<Props, "href"> & { row: FileRow & { type: "file" } }) {
  const name = displayName(row.name);
  return (
    <Link href={href} tabIndex={-1} title={name} className="flex min-w-0 flex-1 items-center gap-1.5 self-stretch">
      <FileIcon size={14} className="shrink-0 text-faint" />
      <bdi className="truncate">{name}</bdi>
      <span suppressHydrationWarning className="ml-auto shrink-0 text-muted tabular">
        {formatBytes(row.file.sizeBytes)}
      </span>
    </Link>
  );
}
