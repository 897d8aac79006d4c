import { ArgumentsError } from "@/command-line/errors";
import { readFormValues } from "@/command-line/form-values";
import { toSearchParams } from "@/command-line/prefill";
import type { ScriptSpec } from "@/command-line/spec";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import type { CommandValues } from "@/command-line/values";
import type { Visibility } from "@/db/schema/jobs";
import { type Actor, userOf } from "@/server/auth/actor";
import { takeSubmission } from "@/server/auth/attempts";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import type { Upload } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { readTags, splitTags } from "@/server/scripts/tag-names";
import { removeUsedUploads } from "@/server/uploads/use";
import { addEarlierUploads } from "./earlier-uploads";
import { uploadReference } from "./inputs";
import { getVersionToRun, type SubmittedJob, submitRun, withUploads } from "./submit";

/**
 * Submits a generated form: fields are named by the paths of the parameters, `$command`, files under their parameter's
 * path (or `file:<id>` as a field for an earlier file, or the id of an upload as `<path>.$upload`), `job_name`,
 * `job_description`, tags in `$tags`, the script's standard input in `$stdin` (as any file), and the script's version in
 * `$version`. A test by staff of a disabled version or of a script for
 * others becomes a private job. If the script has a parameter called `job_name` or `job_description`, the job's own fields
 * are `$job_name` and `$job_description`.
 * @throws as submitJob
 */
export async function submitForm(actor: Actor, slug: string, sent: Upload): Promise<SubmittedJob> {
  return withUploads(sent.files, async () => {
    const { upload, uploadIds } = await addEarlierUploads(actor, sent);
    const text = (name: string) => upload.fields.findLast(([field]) => field === name)?.[1];
    const versionId = Number(text("$version") ?? 0);
    const choice = versionId > 0 ? { versionId } : { slug };
    const runnable = await getVersionToRun(actor, choice, { staffMayTest: true });
    if (runnable.script.slug !== slug) throw new AppError("not_found", t("Unable to find script."));
    const { spec } = runnable.version;
    const jobField = (name: string) =>
      text(`$${name}`) ?? (spec.command.params.some((parameter) => parameter.id === name) ? undefined : text(name));
    const job = await submitRun(actor, runnable, {
      name: jobField("job_name")?.trim() || runnable.script.name,
      description: jobField("job_description") ?? "",
      values: readValues(spec, upload),
      uploads: upload.files,
      tags: readTags(splitTags(text("$tags") ?? ""), "$tags"),
      stdin: stdinReference(upload),
      visibility: runnable.isTest ? "private" : readVisibility(text("$visibility")),
      ...(text("$key") ? { idempotencyKey: text("$key") } : {}),
    });
    await removeUsedUploads(actor, uploadIds);
    return job;
  });
}

/**
 * Checks whether the actor may send a form with files at all, before gigabytes of its body are read. `openedBy` is who
 * opened the form, as its address names them: the id of a user, "" for a visitor, null if the sender does not say.
 * @throws SenderError, limit (WOOEY_LIMIT_SUBMITS_PER_SECOND by person, and by address of anonymous visitors)
 */
export async function checkSender(actor: Actor, openedBy: string | null): Promise<void> {
  await takeSubmission(actor);
  const user = userOf(actor);
  if (openedBy !== null && openedBy !== String(user?.id ?? "")) {
    if (!user) throw new SenderError("unauthenticated", t("You are no longer signed in. Sign in to run this script."));
    const name = user.fullName || user.username;
    throw new SenderError(
      "conflict",
      t("You are now signed in as {name}. Check the form and run it again.", { name }),
      {
        id: user.id,
        name,
      },
    );
  }
  if (!user && !env().WOOEY_ALLOW_ANONYMOUS) throw new SenderError("unauthenticated", t("Sign in to run scripts."));
}

/** A form must not run as its sender, who is not the person who opened it, or a visitor who has to sign in. */
export class SenderError extends AppError {
  /** Who sends the form; null for a visitor. */
  readonly user: { id: number; name: string } | null;

  constructor(code: "unauthenticated" | "conflict", message: string, user: { id: number; name: string } | null = null) {
    super(code, message);
    this.name = "SenderError";
    this.user = user;
  }
}

/** The search parameters of a link that fills the form with the sent values, without files and secrets. */
export async function findPrefill(actor: Actor, slug: string, upload: Upload | null): Promise<[string, string][]> {
  if (!upload) return [];
  try {
    const { spec } = (await getVersionToRun(actor, { slug })).version;
    return [...toSearchParams(spec, readValues(spec, { ...upload, files: [] }))];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function readValues(spec: ScriptSpec, upload: Upload): CommandValues {
  const files = upload.files.map((file, index): [string, string] => [file.field, uploadReference(index)]);
  try {
    return readFormValues(spec, [...upload.fields, ...files]);
  } catch (error) {
    if (error instanceof ArgumentsError) throw new AppError("invalid", error.message, error.fields);
    throw error;
  }
}

/** The file for the script's standard input. A file that is sent counts before one of an earlier job. */
function stdinReference({ files, fields }: Upload): string | undefined {
  const index = files.findLastIndex((file) => file.field === STANDARD_INPUT);
  if (index >= 0) return uploadReference(index);
  return fields.findLast(([name, text]) => name === STANDARD_INPUT && text !== "")?.[1];
}

function readVisibility(text: string | undefined): Visibility {
  return text === "private" || text === "public" ? text : "link";
}
