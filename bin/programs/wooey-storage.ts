import { StartError } from "@/server/errors";
import { findMissing } from "@/server/files/referenced";
import { SHARDS } from "@/server/storage/content-store";
import { copyAll } from "@/server/storage/copy-content";
import { contentStore, filesFolder, openContentStore } from "@/server/storage/location";
import { withDatabase } from "./with-database";

const PROGRESS_MS = 5_000;

/**
 * `wooey storage move`: copies all files from where they are to a bucket, or to the disk, and checks that everything that
 * the database refers to is there. What is there already is not copied again.
 */
export async function moveStorage(target: string): Promise<void> {
  if (target !== "disk" && !target.startsWith("s3://"))
    throw new StartError("Name a bucket, such as s3://bucket/prefix, or disk.");
  const from = await contentStore();
  const to = await openContentStore(target === "disk" ? filesFolder() : target);
  if (from.location === to.location) throw new StartError(`The files are in ${to.location} already.`);
  const progress = createProgress();
  const { copied, copiedBytes, present } = await copyAll(from, to, (result, shard) =>
    progress(`${shard + 1} of ${SHARDS} folders, ${result.copied} files copied`),
  );
  console.log(`Copied ${copied} files (${copiedBytes} bytes) to ${to.location}; ${present} were there already.`);
  const missing = await withDatabase(() => findMissing(to));
  if (missing.length > 0) {
    const some = missing.slice(0, 10).join(", ");
    throw new StartError(`${missing.length} files that the database refers to are not in ${to.location}: ${some}`);
  }
  console.log("Every file that the database refers to is there.");
  const setting = target === "disk" ? "remove WOOEY_STORAGE" : `set WOOEY_STORAGE=${target}`;
  console.log(`Stop Wooey, run this command again, ${setting} and start Wooey. Then you can delete ${from.location}.`);
}

/** Prints a line now and then. */
export function createProgress(): (line: string) => void {
  let printedAt = Date.now();
  return (line) => {
    if (Date.now() - printedAt < PROGRESS_MS) return;
    printedAt = Date.now();
    console.log(line);
  };
}
