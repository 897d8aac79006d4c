import { desc } from "drizzle-orm";
import { db } from "@/db/client";
import { files, settings } from "@/db/schema";
import { secretFor } from "@/server/auth/secret";
import { StartError } from "@/server/errors";
import { type ContentStore, StorageError } from "@/server/storage/content-store";
import { contentStore } from "@/server/storage/location";
import { findSetting, writeSetting } from "./settings";

/** The text in storage that says to which instance the contents belong. */
const TEXT_NAME = "instance-id";
/** The setting that identifies AUTH_SECRET. */
export const FINGERPRINT_SETTING = "auth_secret_fingerprint";
/** How many of the newest contents are looked for in a storage that does not say to which instance it belongs. */
const SAMPLE_MAX = 20;

/**
 * Makes sure that the database, the storage and the secret of this process belong together: several hosts use one
 * database, and each of them needs the storage and the secret of the others. The first start decides. While the storage
 * cannot be used, it is not checked.
 * @throws StartError, which says what to do
 */
export async function checkIdentity(): Promise<void> {
  await checkSecret();
  const id = String(await keepFirst("instance_id", crypto.randomUUID()));
  try {
    await checkStorage(await contentStore(), id);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    console.error(`The storage is not available: ${error.reason}`);
  }
}

/**
 * Makes this process's secret and storage those of the database from now on, after the first ones were lost or replaced on
 * purpose.
 */
export async function acceptIdentity(): Promise<void> {
  await writeSetting(FINGERPRINT_SETTING, secretFingerprint());
  await (await contentStore()).writeText(TEXT_NAME, String(await keepFirst("instance_id", crypto.randomUUID())));
}

async function checkSecret(): Promise<void> {
  if ((await keepFirst(FINGERPRINT_SETTING, secretFingerprint())) === secretFingerprint()) return;
  throw new StartError(
    "AUTH_SECRET is not that of this database, so sessions, links and encrypted parameters of the other processes would not be valid here. Set AUTH_SECRET to the same value for all of them; without it, it is the file auth-secret in the data folder. If the first secret is lost, run: npm run wooey -- accept-host",
  );
}

async function checkStorage(store: ContentStore, id: string): Promise<void> {
  const found = (await store.readText(TEXT_NAME))?.trim() ?? null;
  if (found === id) return;
  if (found !== null) {
    throw new StartError(
      `The files in ${store.location} belong to another database than DATABASE_URL. Use the storage of this database (WOOEY_STORAGE or WOOEY_DATA_DIR); see docs/scale.md.`,
    );
  }
  if (!(await hasSomeContents(store))) {
    throw new StartError(
      `The files of this database are not in ${store.location}. Several hosts need a common storage: set WOOEY_STORAGE, or WOOEY_DATA_DIR to the folder with the files; see docs/scale.md. If the files are lost, run: npm run wooey -- accept-host`,
    );
  }
  await store.writeText(TEXT_NAME, id);
}

/** Whether one of the newest contents that the database names is there, or there are none yet. */
async function hasSomeContents(store: ContentStore): Promise<boolean> {
  const newest = await db.select({ sha256: files.sha256 }).from(files).orderBy(desc(files.createdAt)).limit(SAMPLE_MAX);
  const sizes = await Promise.all(newest.map(({ sha256 }) => store.size(sha256)));
  return sizes.length === 0 || sizes.some((size) => size !== null);
}

/** Identifies the secret of this process without revealing it. */
export function secretFingerprint(): string {
  return secretFor("fingerprint").slice(0, 32);
}

/** Writes a setting unless it exists. Returns its value: of several processes, the first one decides. */
async function keepFirst(key: string, value: string): Promise<unknown> {
  await db.insert(settings).values({ key, value }).onConflictDoNothing();
  return findSetting(key);
}
