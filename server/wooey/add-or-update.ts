import type { Actor } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { type AddScriptInput, addScript } from "@/server/scripts/add";
import type { Describe } from "@/server/scripts/describe-upload";
import { pairFormFiles, type UploadedScript } from "@/server/scripts/form-files";
import type { AddedElement } from "./script-answers";
import { readAddFields } from "./script-fields";

/** An upload as the API receives it: each file's field is the name of its script. */
export interface ScriptUpload {
  fields: [string, string][];
  files: UploadedScript[];
}

/**
 * Adds each file as a script or a version of one, in the order of arrival; if two files have one name, the last counts.
 * A file that cannot be added becomes an element of the response and stops no other (Wooey 0.14). A form file
 * (`NAME.form.yaml`) belongs to the script that it is named after, whatever its field.
 * @throws unauthenticated, forbidden unless staff, invalid by field, unavailable with no worker online: then nothing is
 * added
 */
export async function addOrUpdateScripts(
  actor: Actor,
  upload: ScriptUpload,
  describe?: Describe,
): Promise<AddedElement[]> {
  requireStaff(actor);
  if (upload.files.length === 0) throw invalidField("script_file", t("A script file is required."));
  const fields = await readAddFields(Object.fromEntries(upload.fields));
  const { scripts, alone } = await pairFormFiles(upload.files);
  const byName = new Map(scripts.map((file) => [file.field.trim(), file]));
  for (const name of byName.keys())
    if (!isName(name)) throw invalidField("script_name", t("This is not a valid script name."));
  const added: AddedElement[] = [];
  for (const [name, { filename, content, formFile }] of byName) {
    const form = formFile === undefined ? {} : { formFile };
    added.push(
      await addOne(
        actor,
        { name, filename, content, ...form, ...fields, describe },
        { othersAreAdded: added.length > 0 },
      ),
    );
  }
  return [...added, ...alone.map(withoutScript)];
}

function withoutScript({ field, filename }: UploadedScript): AddedElement {
  const errors = t("{filename} is the form file of a script that was not uploaded with it.", { filename });
  return { script: field.trim(), success: false, errors };
}

const isName = (name: string) => name.length > 0 && name.length <= 255 && !name.includes("\0");

async function addOne(
  actor: Actor,
  input: AddScriptInput,
  { othersAreAdded }: { othersAreAdded: boolean },
): Promise<AddedElement> {
  try {
    const { id, slug, version, iteration, isDefault } = await addScript(actor, input);
    const what = { version, iteration, is_default: isDefault, id, slug };
    return { script: input.name, success: true, errors: null, ...what };
  } catch (error) {
    const isOfTheFile = error instanceof AppError && (othersAreAdded || error.code !== "unavailable");
    if (!isOfTheFile) throw error;
    return { script: input.name, success: false, errors: error.message };
  }
}
