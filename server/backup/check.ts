import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type ContentStore, DamagedError } from "@/server/storage/content-store";
import { type CopiedContent, eachAtOnce } from "@/server/storage/copy-content";
import { readContentList } from "./contents";
import type { BackupTable, Manifest } from "./manifest";
import { createLineCounter } from "./tables";

export interface CheckedBackup {
  contents: number;
  bytes: number;
  rows: number;
  /** What is wrong, one sentence each. */
  problems: string[];
}

/** Reads everything in a backup, and compares it with what the backup says about it. @throws StorageError */
export async function checkBackup(
  store: ContentStore,
  manifest: Manifest,
  onProgress: (checked: CheckedBackup) => void,
): Promise<CheckedBackup> {
  const checked: CheckedBackup = { contents: 0, bytes: 0, rows: 0, problems: [] };
  for (const table of manifest.tables) {
    const problem = await checkTable(store, table);
    if (problem !== null) checked.problems.push(problem);
    checked.rows += table.rows;
  }
  const listProblem = await checkContent(store, manifest.contents.list);
  if (listProblem !== null) return { ...checked, problems: [...checked.problems, listProblem] };
  await eachAtOnce(readContentList(store, manifest), async (content) => {
    const problem = await checkContent(store, content);
    if (problem !== null) checked.problems.push(problem);
    checked.contents += 1;
    checked.bytes += content.sizeBytes;
    onProgress(checked);
  });
  if (checked.contents !== manifest.contents.count)
    checked.problems.push(`The list has ${checked.contents} contents instead of ${manifest.contents.count}.`);
  return checked;
}

async function checkTable(store: ContentStore, table: BackupTable): Promise<string | null> {
  const problem = await checkContent(store, table.content);
  if (problem !== null) return `The table ${table.schema}.${table.name}: ${problem}`;
  const lines = createLineCounter();
  await pipeline(store.open(table.content.sha256), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const _ of lines.pass(chunks));
  });
  const rows = lines.count();
  return rows === table.rows
    ? null
    : `The table ${table.schema}.${table.name} has ${rows} rows instead of ${table.rows}.`;
}

/** What is wrong with a content; null if nothing is. */
async function checkContent(store: ContentStore, { sha256, sizeBytes }: CopiedContent): Promise<string | null> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of store.open(sha256)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return `${sha256} is missing.`;
    if (error instanceof DamagedError) return `${sha256} is damaged.`;
    throw error;
  }
  if (bytes !== sizeBytes || hash.digest("hex") !== sha256) return `${sha256} is damaged.`;
  return null;
}
