import path from "node:path";
import { env } from "@/server/env";
import { type ContentStore, keyOf } from "./content-store";
import { openLocalDisk } from "./local-disk";

interface Current {
  location: string;
  opening: Promise<ContentStore>;
  opened: ContentStore | null;
}

let current: Current | undefined;

/** Where this instance keeps its contents: WOOEY_STORAGE, else a folder of the data folder. */
export function contentStore(): Promise<ContentStore> {
  const location = storageLocation();
  if (current?.location === location) return current.opening;
  const opening = openContentStore(location);
  const made: Current = { location, opening, opened: null };
  current = made;
  opening.then(
    (store) => {
      made.opened = store;
    },
    () => undefined, // Whoever waits for it gets the error.
  );
  return opening;
}

/** The same without a wait; null until it was opened. */
export function openedContentStore(): ContentStore | null {
  return current?.location === storageLocation() ? current.opened : null;
}

/** The store at a location: a folder, or `s3://bucket/prefix`. It creates nothing. @throws StartError */
export async function openContentStore(location: string): Promise<ContentStore> {
  if (!location.startsWith("s3://")) return openLocalDisk(path.resolve(location));
  // Loaded only where it is used, because the client of S3 is large.
  const { openBucket } = await import("./s3-store");
  return openBucket(location);
}

/** The location of this instance's contents. */
export function storageLocation(): string {
  return env().WOOEY_STORAGE ?? filesFolder();
}

/** Whether the contents of this instance are files of this machine. */
export function isOnLocalDisk(): boolean {
  return env().WOOEY_STORAGE === undefined;
}

/** The folder for contents on the disk of this machine, and for files that are being received. */
export function filesFolder(): string {
  return path.join(env().WOOEY_DATA_DIR, "files");
}

/** The path of a content on the disk of this machine. @throws not_found if the text is not a SHA-256 */
export function storedPath(sha256: string): string {
  return path.join(filesFolder(), keyOf(sha256));
}
