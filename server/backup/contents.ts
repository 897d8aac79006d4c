import { createInterface } from "node:readline";
import type { ContentStore } from "@/server/storage/content-store";
import { type CopiedContent, type CopyResult, copyContent, eachAtOnce, sizesIn } from "@/server/storage/copy-content";
import type { Manifest } from "./manifest";

/** The contents to which a backup refers, sorted by their SHA-256. */
export async function* readContentList(store: ContentStore, { contents }: Manifest): AsyncGenerator<CopiedContent> {
  for await (const line of createInterface({ input: store.open(contents.list.sha256) })) {
    const [sha256 = "", size] = line.split("\t");
    yield { sha256, sizeBytes: Number(size) };
  }
}

/** Copies contents that the other place does not have with their size. Those that do not exist are returned. */
export async function copyContents(
  { from, to }: { from: ContentStore; to: ContentStore },
  contents: AsyncIterable<CopiedContent>,
  onProgress: (result: CopyResult) => void,
): Promise<CopyResult & { missing: string[] }> {
  const missing: string[] = [];
  const result = { copied: 0, copiedBytes: 0, present: 0, missing };
  await eachAtOnce(absentIn(to, contents, result), async ({ sha256 }) => {
    try {
      const bytes = await copyContent(from, to, sha256);
      result.copiedBytes += bytes;
      result.copied += 1;
      onProgress(result);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      missing.push(sha256);
    }
  });
  return result;
}

/** The contents that a store does not have. It is listed folder by folder, because the contents are sorted. */
async function* absentIn(
  store: ContentStore,
  contents: AsyncIterable<CopiedContent>,
  result: { present: number },
): AsyncGenerator<CopiedContent> {
  let shard = -1;
  let sizes = new Map<string, number>();
  for await (const content of contents) {
    const next = Number.parseInt(content.sha256.slice(0, 2), 16);
    if (next !== shard) sizes = await sizesIn(store, next);
    shard = next;
    if (sizes.get(content.sha256) === content.sizeBytes) result.present += 1;
    else yield content;
  }
}
