import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { StorageError } from "@/server/storage/content-store";
import { contentStore, storageLocation } from "@/server/storage/location";
import type { Finding } from "./machine";

/** Where the files of this instance are, and whether they can be reached: it writes a small text there and reads it. */
export async function storageFinding(): Promise<Finding> {
  if (env().WOOEY_STORAGE === undefined) return { state: "ok", what: t("Storage: files in the data folder") };
  const location = storageLocation();
  try {
    const store = await contentStore();
    const text = new Date().toISOString();
    await store.writeText("check", text);
    if ((await store.readText("check")) === null) throw new StorageError(`${location}: what was written is not there`);
    return { state: "ok", what: t("Storage: {location}", { location }) };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return {
      state: "missing",
      what: t("The storage is not available. {reason}", { reason: error.reason }),
      fix: t("Correct WOOEY_STORAGE, WOOEY_S3_ENDPOINT or the credentials; see docs/storage.md."),
    };
  }
}
