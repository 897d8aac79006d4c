import type { FileEntry } from "@/server/jobs/view";

export const sortKeys = ["name", "size", "kind", "time"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Order {
  key: SortKey;
  isDescending: boolean;
}

/** Compares names as people do: `part2` before `part10`, whatever their capitals. */
export function createNameComparer(language: string): (a: string, b: string) => number {
  return new Intl.Collator(language, { numeric: true }).compare;
}

/** The files whose path contains every word of the text, whatever its capitals. */
export function filterFiles(files: readonly FileEntry[], text: string): readonly FileEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return files;
  return files.filter(({ path }) => {
    const lower = path.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/** The files in an order. Files that it does not distinguish are in the order of their paths. */
export function sortFiles(
  files: readonly FileEntry[],
  { key, isDescending }: Order,
  compare: (a: string, b: string) => number,
): FileEntry[] {
  const direction = isDescending ? -1 : 1;
  const byPath = (a: FileEntry, b: FileEntry) => compare(a.path, b.path) || (a.path < b.path ? -1 : 1);
  const comparers: Record<SortKey, (a: FileEntry, b: FileEntry) => number> = {
    name: byPath,
    size: (a, b) => a.sizeBytes - b.sizeBytes,
    kind: (a, b) => (a.kind === b.kind ? 0 : compare(a.kind, b.kind)),
    time: (a, b) => a.at - b.at,
  };
  return [...files].sort((a, b) => direction * comparers[key](a, b) || byPath(a, b));
}
