import { z } from "zod";
import { StartError } from "@/server/errors";
import type { ContentStore } from "@/server/storage/content-store";

const content = z.object({ sha256: z.string(), sha1: z.string(), sizeBytes: z.number() });

const table = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number(),
  /** Its rows as PostgreSQL's COPY writes them as text, compressed with gzip. */
  content,
});

const manifest = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The version of Wooey. */
  version: z.string(),
  /** The times of the migrations that the database had, as `db/migrations/meta/_journal.json` has them. */
  migrations: z.array(z.number()),
  tables: z.array(table),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), value: z.string().nullable() })),
  /** A text of lines `SHA256 TAB SIZE`, sorted: the contents to which the rows refer. */
  contents: z.object({ list: content, count: z.number(), bytes: z.number() }),
  secret: z.object({ fingerprint: z.string(), value: z.string().nullable() }),
});

/** What a backup consists of. Everything in it is stored content of the backup's place. */
export type Manifest = z.infer<typeof manifest>;
export type BackupTable = z.infer<typeof table>;

const PREFIX = "backup-";

/** Writes a manifest, which makes a backup complete. Returns the backup's name. */
export async function writeManifest(store: ContentStore, made: Manifest): Promise<string> {
  const name = PREFIX + made.createdAt.replace(/[-:]|\.\d+/g, "");
  await store.writeText(name, JSON.stringify(made, null, 1));
  return name;
}

/** The names of the backups at a place, the oldest first. */
export function listBackups(store: ContentStore): Promise<string[]> {
  return store.listTexts(PREFIX);
}

/** A backup by its name; the newest without one. @throws StartError if there is none, or it cannot be read */
export async function readManifest(
  store: ContentStore,
  requested: string | undefined,
): Promise<{ name: string; manifest: Manifest }> {
  const name = requested ?? (await listBackups(store)).at(-1);
  const text = name === undefined ? null : await store.readText(name);
  if (name === undefined || text === null)
    throw new StartError(`There is no backup ${name === undefined ? "" : `${name} `}in ${store.location}.`);
  const read = manifest.safeParse(parse(text));
  if (!read.success) throw new StartError(`The backup ${name} was made by a newer version of Wooey, or is damaged.`);
  return { name, manifest: read.data };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
