import type { Actor } from "@/server/auth/actor";
import type { Upload } from "@/server/files/upload";
import { findCompleteUploads } from "@/server/uploads/use";
import { uploadReference } from "./inputs";

const SUFFIX = ".$upload";
/** The index of no file: a form has fewer. */
const MISSING = 999_999;

/**
 * A form with the files that were uploaded before it: an entry `<path>.$upload` names one by its id. One that is not there
 * becomes a value that refers to no file, so that the error is reported next to its field.
 */
export async function addEarlierUploads(actor: Actor, sent: Upload): Promise<{ upload: Upload; uploadIds: string[] }> {
  const isReference = ([name]: [string, string]) => name.endsWith(SUFFIX);
  const references = sent.fields.filter(isReference);
  if (references.length === 0) return { upload: sent, uploadIds: [] };
  const uploadIds = references.map(([, id]) => id);
  const found = await findCompleteUploads(actor, uploadIds);
  const upload: Upload = {
    fields: sent.fields.filter((entry) => !isReference(entry)),
    files: [...sent.files],
    json: sent.json,
  };
  for (const [name, id] of references) {
    const field = name.slice(0, -SUFFIX.length);
    const complete = found.get(id);
    if (complete) upload.files.push({ field, filename: complete.filename, content: complete.content });
    else upload.fields.push([field, uploadReference(MISSING)]);
  }
  return { upload, uploadIds };
}
