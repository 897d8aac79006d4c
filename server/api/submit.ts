import { z } from "zod";
import { visibilities } from "@/db/schema/jobs";
import { env } from "@/server/env";
import { DESCRIPTION_MAX, NAME_MAX } from "@/server/jobs/submit";
import { t } from "@/server/language/text";
import { jobAnswer } from "./job-answers";
import { apiSchemas, type OperationAnswer, operation } from "./operation";

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A file in a request. */
const inputFile = z.union([
  z.strictObject({ $file: z.string().min(1) }),
  z.strictObject({ $upload: z.string().min(1) }),
  z.strictObject({ $job: z.union([z.int32(), z.string()]), path: z.string().min(1) }),
]);

const submission = z
  .strictObject({
    // Not a record, which would drop a property `__proto__` without a word.
    input: z.unknown().refine(isObject, "Expected an object.").default({}).meta({
      type: "object",
      additionalProperties: true,
      description: "The values of the parameters, by the script's `input` schema.",
    }),
    args: z.array(z.string()).max(100_000).optional().meta({
      description:
        "The script's own arguments, in place of `input`. Each file has the name of its part. POST …/command-line says which files they name.",
    }),
    files: z.record(z.string().max(4096), inputFile).optional().meta({
      description:
        "With `args`: the files that are no parts of the request, by the names that the arguments have for them.",
    }),
    stdin: z
      .union([z.string(), inputFile], "Expected a text or a file.")
      .optional()
      .meta({ description: "What the script reads from its standard input: a text, or a file as in the input." }),
    name: z.string().max(NAME_MAX).optional().meta({ description: "The script's name unless given." }),
    description: z.string().max(DESCRIPTION_MAX).optional(),
    version: z.string().max(200).optional().meta({ description: "Such as `v1.2`; the default version unless given." }),
    visibility: z.enum(visibilities).optional().meta({
      description: "`link` unless given: whoever knows the permalink sees the results.",
    }),
    tags: z.array(z.string().max(100)).max(100).optional(),
  })
  .refine(({ args, input }) => args === undefined || Object.keys(Object(input)).length === 0, {
    path: ["args"],
    error: () => t("Send either `input` or `args`."),
  })
  .refine(({ args, files }) => args !== undefined || files === undefined, {
    path: ["files"],
    error: () => t("Files have names only in `args`. In `input`, a file is an object."),
  })
  .register(apiSchemas, { id: "NewJob" });

const checkAnswer = z
  .strictObject({
    valid: z.boolean(),
    argv: z.array(z.string()).nullable().meta({ description: "The arguments of the script; secrets are masked." }),
    command: z.string().nullable().meta({ description: "The same as a shell would accept it." }),
    errors: z.array(
      z.strictObject({
        pointer: z.string(),
        detail: z.string(),
        given: z.unknown().optional(),
        allowed: z.unknown().optional(),
      }),
    ),
  })
  .register(apiSchemas, { id: "CheckedInput" });

const formOfJob = {
  part: "job",
  description: "A file that the input names by `$file`.",
  fileBytesMax: () => env().WOOEY_LIMIT_UPLOAD,
};

const checked: OperationAnswer = { description: "With `dryRun`.", schema: checkAnswer };

export const runScript = operation({
  method: "post",
  path: "/api/v2/scripts/{slug}/jobs",
  id: "runScript",
  tag: "Scripts",
  summary: "Run a script",
  description:
    'As JSON, or as multipart/form-data with the JSON in the part `job` and files in further parts. A file in the input is `{ "$file": "part name" }`, `{ "$upload": "id" }` (see POST /api/v2/uploads), or `{ "$job": id, "path": "…" }`, a file of a job that you may see. Where the script takes several files, `$file` may name several parts.',
  who: "any signed-in user",
  scope: "run",
  query: z.strictObject({
    dryRun: z.stringbool().default(false).meta({
      description: "Only check the input, and answer 200 with what would run. Nothing runs and nothing is stored.",
    }),
  }),
  headers: {
    "Idempotency-Key":
      "Up to 255 characters that you choose. Requests with the same key create one job, and all of them answer it. A different request with the key is refused with 422.",
    Prefer: "`wait=45`: answer when the job has ended, at the latest after so many seconds (RFC 7240).",
  },
  body: { schema: submission, bytesMax: 4 * 1024 * 1024, form: formOfJob },
  isSubmission: true,
  pointers: { job_name: "/name", job_description: "/description" },
  answers: {
    201: {
      description: "The job, which may have ended already.",
      schema: jobAnswer,
      headers: { Location: "Its address.", "Preference-Applied": "`wait=…`, if it was given." },
    },
    200: checked,
  },
  refusals: ["conflict", "notFound", "tooLarge", "unavailable"],
});
