import { Readable } from "node:stream";
import { env } from "@/server/env";
import { invalidInput } from "@/server/errors";
import { toFilename } from "@/server/files/filename";
import { discardUpload, type UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { pairFormFiles } from "@/server/scripts/form-files";
import type { StoredContent } from "@/server/storage/content-store";
import { storeUpload } from "@/server/storage/virus-scan";

/** A script as JSON sends it. */
interface ScriptSource {
  filename?: string | undefined;
  source?: string | undefined;
  form?: string | undefined;
}

interface ScriptFile {
  filename: string;
  content: StoredContent;
  formFile?: string;
}

/**
 * Stores a script that was sent as text, or takes the file that came with it, and removes what is not kept afterwards.
 * @throws invalid unless there is exactly one script, limit
 */
export async function withScriptFile<Result>(
  files: UploadedFile[],
  { filename, source, form }: ScriptSource,
  use: (file: ScriptFile) => Promise<Result>,
): Promise<Result> {
  const ofForm = form === undefined ? {} : { formFile: form };
  if (source === undefined) return use({ ...(await takeFile(files)), ...ofForm });
  if (files.length > 0) throw refused("/source", t("Send the script as a file or as text, not both."));
  if (filename === undefined) throw refused("/filename", t("This field is required."));
  const name = toFilename(filename);
  const content = await storeUpload(Readable.from([Buffer.from(source)]), env().WOOEY_LIMIT_SCRIPT, name);
  try {
    return await use({ filename: name, content, ...ofForm });
  } finally {
    await discardUpload({ files: [{ field: "", filename: name, content }] });
  }
}

async function takeFile(files: UploadedFile[]): Promise<ScriptFile> {
  const { scripts, alone } = await pairFormFiles(files);
  const [script, ...others] = scripts;
  if (script && others.length === 0 && alone.length === 0) return script;
  throw refused("/source", t("Send one script: as a file of the form, or as text with its file name."));
}

function refused(pointer: string, detail: string) {
  return invalidInput(detail, [{ pointer, detail }]);
}
