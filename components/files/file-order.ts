import type { FileEntry } from "@/server/jobs/view";

export const sortKeys = ["name", "size", "kind", "time"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Order {
  key: SortKey;
  isDescending: boolean;
}

type Comparer = (a: string, b: string) => number;

/**
 * Compares the names or paths of files as people do: `part2` before `part10`, whatever their capitals. If all of them are
 * ASCII, it does not need the rules of a language, which take several times as long.
 */
export function createNameComparer(language: string, files: readonly { path: string }[]): Comparer {
  if (files.some(({ path }) => /[^\x20-\x7e]/.test(path))) {
    return new Intl.Collator(language, { numeric: true }).compare;
  }
  const keys = new Map<string, string>();
  const keyOf = (name: string): string => {
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, "0"));
    keys.set(name, key);
    return key;
  };
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };
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
export function sortFiles(files: readonly FileEntry[], { key, isDescending }: Order, compare: Comparer): FileEntry[] {
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
