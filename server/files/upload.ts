import type { StoredContent } from "@/server/storage/content-store";
import { discardContents } from "./content";

export interface UploadedFile {
  field: string;
  /** A safe base name, never a path. */
  filename: string;
  content: StoredContent;
}

/** What a form or an API call sent: its fields, and its files, which are already in storage. */
export interface Upload {
  /** In the order of arrival. For a JSON object: its strings, numbers and booleans, as text. */
  fields: [string, string][];
  /** In the order of arrival, without file fields that were left empty. */
  files: UploadedFile[];
  /** The object itself, if the body was JSON. */
  json: Record<string, unknown> | null;
}

/** Removes the files of an unused upload, unless something else refers to their contents. */
export async function discardUpload(upload: { files: UploadedFile[] }): Promise<void> {
  await discardContents(upload.files.map((file) => file.content));
}
