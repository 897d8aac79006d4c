import type { FileRow } from "./file-tree";

/** How many lines PageUp and PageDown move by. */
const PAGE_ROWS = 15;

/** The line that a key moves to from a line of a tree; null if the key does not move. */
export function moveRow(rows: readonly FileRow[], from: number, key: string): number | null {
  const last = rows.length - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(from + 1, last);
    case "ArrowUp":
      return Math.max(from - 1, 0);
    case "PageDown":
      return Math.min(from + PAGE_ROWS, last);
    case "PageUp":
      return Math.max(from - PAGE_ROWS, 0);
    case "Home":
      return 0;
    case "End":
      return last;
    case "ArrowRight":
      return isOpenFolder(rows[from]) ? Math.min(from + 1, last) : null;
    case "ArrowLeft":
      return isOpenFolder(rows[from]) ? null : parentOf(rows, from);
    default:
      return null;
  }
}

function isOpenFolder(row: FileRow | undefined): boolean {
  return row?.type === "folder" && row.isOpen;
}

/** The folder that contains a line; null for lines without one. */
function parentOf(rows: readonly FileRow[], from: number): number | null {
  const level = rows[from]?.level ?? 1;
  for (let index = from - 1; index >= 0; index--) if ((rows[index]?.level ?? 1) < level) return index;
  return null;
}
