import { draftPrefix } from "./draft-prefix";
import type { Draft } from "./read-draft";

const CHARACTERS_MAX = 100_000;
const DRAFTS_MAX = 30;
const DAYS_MAX = 14;

type StorageName = "localStorage" | "sessionStorage";

/** A draft by its key; null if there is none, or if it is too old. */
export function read(storage: StorageName, key: string): Draft | null {
  try {
    // Only `write` writes these keys.
    const draft = JSON.parse(window[storage].getItem(key) ?? "null") as Draft | null;
    return draft && draft.savedAt > Date.now() - DAYS_MAX * 86_400_000 ? draft : null;
  } catch {
    return null;
  }
}

/** Keeps a draft, unless it is too large. */
export function write(storage: StorageName, key: string, draft: Draft): void {
  const text = JSON.stringify(draft);
  try {
    if (text.length <= CHARACTERS_MAX) window[storage].setItem(key, text);
    else window[storage].removeItem(key);
  } catch {
    // The storage is full or forbidden: then there is no draft.
  }
}

export function remove(storage: StorageName, key: string): void {
  try {
    window[storage].removeItem(key);
  } catch {
    // As above.
  }
}

/** Removes the drafts of this browser that are too old or too many. */
export function removeOldDrafts(): void {
  const drafts = draftKeys().map((key) => ({ key, savedAt: read("localStorage", key)?.savedAt ?? 0 }));
  const sorted = drafts.toSorted((left, right) => right.savedAt - left.savedAt);
  for (const { key } of sorted.filter(({ savedAt }, index) => savedAt === 0 || index >= DRAFTS_MAX))
    remove("localStorage", key);
}

function draftKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(draftPrefix));
  } catch {
    return [];
  }
}
