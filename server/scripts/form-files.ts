import path from "node:path";
import { text } from "node:stream/consumers";
import type { StoredContent } from "@/server/storage/content-store";
import { openStored } from "@/server/storage/store";

/** A file of an upload. Its field is the requested name of the script. */
export interface UploadedScript {
  field: string;
  filename: string;
  content: StoredContent;
}

const ending = ".form.yaml";

/** The scripts of an upload with the texts of their form files, and the form files whose script is missing. */
export async function pairFormFiles(
  files: readonly UploadedScript[],
): Promise<{ scripts: (UploadedScript & { formFile?: string })[]; alone: UploadedScript[] }> {
  const isFormFile = (file: UploadedScript) => file.filename.toLowerCase().endsWith(ending);
  const formFiles = files.filter(isFormFile);
  const taken = new Set<UploadedScript>();
  const scripts = await Promise.all(
    files
      .filter((file) => !isFormFile(file))
      .map(async (script) => {
        const formFile = formFileOf(script.filename, formFiles);
        if (!formFile) return script;
        taken.add(formFile);
        return { ...script, formFile: await text(openStored(formFile.content.sha256)) };
      }),
  );
  return { scripts, alone: formFiles.filter((file) => !taken.has(file)) };
}

/** `foo.sh.form.yaml`, else `foo.form.yaml`. */
function formFileOf(filename: string, formFiles: UploadedScript[]): UploadedScript | undefined {
  const stems = [filename, path.parse(filename).name];
  return stems
    .map((stem) => formFiles.find((file) => file.filename.slice(0, -ending.length) === stem))
    .find((found) => found !== undefined);
}
