import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { discardUpload, type Upload } from "@/server/files/upload";
import { submitCommand } from "./submit-command";

/** What API v1 answers to a submission, with its status. */
export interface WooeyAnswer {
  status: number;
  body: { valid: true; job_id: number } | { valid: false; errors: Errors };
}

/**
 * Submits as Wooey's API does: `job_name`, `job_description`, `version`, `iteration`, `command`, and files under keys
 * that the command names. A missing name and an unknown script are answered 200 with `valid: false`, `errors.script` and
 * `errors.command` are texts (Wooey 0.14). @throws forbidden, limit, invalid on parameters
 */
export async function submitAsWooey(
  actor: Actor,
  slug: string,
  upload: Upload,
  idempotencyKey: string | undefined,
): Promise<WooeyAnswer> {
  const { fields, errors } = readFields(upload);
  if (Object.keys(errors).length > 0) {
    await discardUpload(upload);
    return refusal("command" in errors ? 400 : 200, errors);
  }
  const { name, description, command, version, iteration } = fields;
  try {
    const choice = {
      slug,
      ...(version === "" ? {} : { version }),
      ...(Number(iteration) === 0 ? {} : { iteration: clamp(Number(iteration)) }),
    };
    const job = await submitCommand(actor, choice, {
      ...{ name, description, command, uploads: upload.files },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return { status: 200, body: { valid: true, job_id: job.id } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found") return refusal(200, { script: "Unable to find script." });
    // A missing or unknown sub-command is no field in Wooey's API: it stands in the command.
    const inCommand = error.fields.command ?? error.fields.$command;
    if (error.code !== "invalid" || !inCommand) throw error;
    const { $command: _, ...others } = error.fields;
    return refusal(400, { ...others, command: inCommand.join(" ") });
  }
}

type Errors = Record<string, string | string[]>;

function readFields({ fields, json }: Upload) {
  const last = (name: string) => fields.findLast(([field]) => field === name)?.[1] ?? "";
  const errors: Errors = {};
  const iteration = last("iteration").trim();
  if (last("job_name").trim() === "") errors.job_name = ["This field is required."];
  if (iteration && !/^[+-]?\d+(\.0*)?$/.test(iteration)) errors.iteration = ["Enter a whole number."];
  if (isNoText(json?.command)) errors.command = "The command must be a text.";
  const [name, description, command] = [last("job_name"), last("job_description"), last("command")];
  return { fields: { name, description, command, version: last("version").trim(), iteration }, errors };
}

function isNoText(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "string";
}

/** A number that PostgreSQL's integer can hold, and that no iteration has where it could not. */
function clamp(iteration: number): number {
  return Math.min(Math.max(Math.trunc(iteration), -1), 2_147_483_647);
}

function refusal(status: number, errors: Errors): WooeyAnswer {
  return { status, body: { valid: false, errors } };
}
