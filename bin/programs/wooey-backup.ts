import fs from "node:fs";
import path from "node:path";
import { checkBackup } from "@/server/backup/check";
import { createBackup } from "@/server/backup/create";
import { type Manifest, readManifest } from "@/server/backup/manifest";
import { restoreBackup } from "@/server/backup/restore";
import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { secretFingerprint } from "@/server/settings/identity";
import { contentStore, openContentStore } from "@/server/storage/location";
import { openDatabase } from "./database";
import { isDataFolderInUse } from "./instance-lock";
import { withDatabase } from "./with-database";
import { createProgress } from "./wooey-storage";

/** `wooey backup`: works while Wooey runs. Exit code 1 if files that the database refers to are lost. */
export async function backup(location: string, { withSecret }: { withSecret?: true }): Promise<void> {
  const to = await openContentStore(location);
  const from = await contentStore();
  if (to.location === from.location) throw new StartError(`The files of this instance are in ${location}.`);
  const progress = createProgress();
  const made = await withDatabase(() =>
    createBackup(from, to, {
      url: env().DATABASE_URL ?? "",
      secret: withSecret ? "included" : "left out",
      onProgress: ({ copied, copiedBytes }) => progress(`${copied} files copied (${copiedBytes} bytes)`),
    }),
  );
  console.log(`${made.name}: ${made.rows} rows; ${made.copied} files copied, ${made.present} were there already.`);
  if (!withSecret) console.log("AUTH_SECRET is not in the backup: keep it elsewhere, or use --with-secret.");
  if (made.missing.length === 0) return;
  console.error(
    `${made.missing.length} files are missing in ${from.location}: ${made.missing.slice(0, 10).join(", ")}`,
  );
  process.exitCode = 1;
}

/** `wooey backup check`: reads everything in a backup. Exit code 1 if it is incomplete or damaged. */
export async function check(location: string, { name: requested }: { name?: string }): Promise<void> {
  const store = await openContentStore(location);
  const { name, manifest } = await readManifest(store, requested);
  const progress = createProgress();
  const checked = await checkBackup(store, manifest, ({ contents, bytes }) =>
    progress(`${contents} of ${manifest.contents.count} files (${bytes} bytes)`),
  );
  for (const problem of checked.problems.slice(0, 100)) console.error(problem);
  const { problems, rows, contents } = checked;
  if (problems.length > 0) process.exitCode = 1;
  const verdict = problems.length === 0 ? "complete" : `${problems.length} problems`;
  console.log(`${name} of ${manifest.createdAt}: ${rows} rows and ${contents} files: ${verdict}.`);
}

/** `wooey restore`: restores a backup into an empty instance that does not run. */
export async function restore(location: string, options: { name?: string; newSecret?: true }): Promise<void> {
  const { WOOEY_DATA_DIR } = env();
  if (isDataFolderInUse(WOOEY_DATA_DIR)) throw new StartError(`Wooey runs on ${WOOEY_DATA_DIR}. Stop it first.`);
  const from = await openContentStore(location);
  const { name, manifest } = await readManifest(from, options.name);
  restoreSecret(manifest, options);
  const progress = createProgress();
  const database = await openDatabase();
  try {
    const to = await contentStore();
    const { copied } = await restoreBackup({ from, to }, manifest, {
      url: database.url,
      migrations: path.join(projectRoot(), "db", "migrations"),
      onProgress: (result) => progress(`${result.copied} of ${manifest.contents.count} files`),
    });
    console.log(`Restored ${name} of ${manifest.createdAt}; ${copied} files copied. Start Wooey now.`);
  } finally {
    await database.close();
  }
}

/**
 * Gives this instance the secret of the backup, if that is in it and the instance has none of its own.
 * @throws StartError if the secrets differ, unless a new one is requested
 */
function restoreSecret({ secret }: Manifest, { newSecret }: { newSecret?: true }): void {
  const file = path.join(env().WOOEY_DATA_DIR, "auth-secret");
  const hasSecret = env().AUTH_SECRET !== undefined || fs.existsSync(file);
  if (!hasSecret && secret.value !== null) {
    fs.mkdirSync(env().WOOEY_DATA_DIR, { recursive: true });
    fs.writeFileSync(file, secret.value, { mode: 0o600, flag: "wx" });
  }
  // Without a secret, the fingerprint would make one, which would then be in the way of the right one.
  const isKnown = hasSecret || secret.value !== null;
  if (newSecret || (isKnown && secretFingerprint() === secret.fingerprint)) return;
  throw new StartError(
    "The backup belongs to another AUTH_SECRET. Set AUTH_SECRET to it; or use --new-secret: then everyone signs in again, links to files end, and the secret values of jobs are lost.",
  );
}
