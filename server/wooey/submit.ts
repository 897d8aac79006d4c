import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import type { Upload } from "@/server/files/upload";
import { DESCRIPTION_MAX, NAME_MAX, requireIdempotencyKey, withUploads } from "@/server/jobs/submit";
import type { wooeyJobId } from "./job-answers";
import { submitCommand } from "./submit-command";

/** What API v1 returns for a submission, with its status. */
export interface WooeyAnswer {
  status: number;
  body: z.infer<typeof wooeyJobId> | { valid: false; errors: Errors };
}

const required = "This field is required.";
const looseText = z.string(required).default("");
/** PostgreSQL cannot store NUL. */
const pattern = "^[^\\u0000]*$";

/** The fields of a submission other than its files, as texts. */
export const submitFields = z.object({
  job_name: z
    .string(required)
    .refine((name) => name.trim() !== "", required)
    .meta({ maxLength: NAME_MAX, pattern }),
  job_description: looseText.meta({ maxLength: DESCRIPTION_MAX, pattern }),
  command: z.string("The command must be a text.").default("").meta({
    pattern,
    description:
      "The arguments after the script's name, such as `--count 5 --fasta KEY`. A KEY is the name under which a file is sent.",
  }),
  version: looseText.transform((text) => text.trim()).meta({ pattern, description: "Empty for the default version." }),
  iteration: looseText
    .transform((text) => text.trim())
    .refine((text) => /^([+-]?\d+(\.0*)?)?$/.test(text), "Enter a whole number.")
    .meta({
      type: ["integer", "string"],
      pattern: "^\\s*([+-]?\\d+(\\.0*)?)?\\s*$",
      description: "0 or empty for any iteration.",
    }),
});

/**
 * Submits as Wooey's API does: `job_name`, `job_description`, `version`, `iteration`, `command`, and files under keys
 * that the command refers to. A missing name and an unknown script return 200 with `valid: false`; `errors.script` and
 * `errors.command` are texts (Wooey 0.14). @throws forbidden, limit, invalid on parameters
 */
export async function submitAsWooey(
  actor: Actor,
  slug: string,
  { idempotencyKey, ...upload }: Upload & { idempotencyKey?: string | undefined },
): Promise<WooeyAnswer> {
  return withUploads(upload.files, async () => {
    requireIdempotencyKey(idempotencyKey);
    const { fields, errors } = readFields(upload);
    if (!fields) return refusal("command" in errors ? 400 : 200, errors);
    return submit(actor, slug, { ...fields, uploads: upload.files, idempotencyKey });
  });
}

type Submission = z.output<typeof submitFields> & { uploads: Upload["files"]; idempotencyKey: string | undefined };

async function submit(
  actor: Actor,
  slug: string,
  { idempotencyKey, uploads, ...fields }: Submission,
): Promise<WooeyAnswer> {
  const { job_name: name, job_description: description, command, version, iteration } = fields;
  try {
    const choice = {
      slug,
      ...(version === "" ? {} : { version }),
      ...(Number(iteration) === 0 ? {} : { iteration: clamp(Number(iteration)) }),
    };
    const job = await submitCommand(actor, choice, {
      name,
      description,
      command,
      uploads,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return { status: 200, body: { valid: true, job_id: job.id } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found") return refusal(200, { script: "Unable to find script." });
    // Wooey's API has no field for a missing or unknown sub-command: it is part of the command.
    const inCommand = error.fields.command ?? error.fields.$command;
    if (error.code !== "invalid" || !inCommand) throw error;
    const { $command: _, ...others } = error.fields;
    return refusal(400, { ...others, command: inCommand.join(" ") });
  }
}

type Errors = Record<string, string | string[]>;

function readFields({ fields, json }: Upload) {
  // if a name occurs twice, the last one counts, as in Django
  const given: Record<string, unknown> = Object.fromEntries(fields);
  if (isNoText(json?.command)) given.command = json?.command;
  const parsed = submitFields.safeParse(given);
  if (parsed.success) return { fields: parsed.data, errors: {} };
  const errors: Errors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0]);
    errors[field] = field === "command" ? message : [message];
  }
  return { fields: null, errors };
}

function isNoText(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "string";
}

/** A number that fits PostgreSQL's integer; for other numbers, one that no iteration has. */
function clamp(iteration: number): number {
  return Math.min(Math.max(Math.trunc(iteration), -1), 2_147_483_647);
}

function refusal(status: number, errors: Errors): WooeyAnswer {
  return { status, body: { valid: false, errors } };
}
