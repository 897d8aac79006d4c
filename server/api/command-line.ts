import { z } from "zod";
import { toOutline, usageOf } from "@/command-line/outline";
import type { ScriptSpec } from "@/command-line/spec";
import type { Actor } from "@/server/auth/actor";
import { AppError, invalidInput } from "@/server/errors";
import { readScriptArguments } from "@/server/jobs/read-arguments";
import { getVersionToRun } from "@/server/jobs/submit";
import { t } from "@/server/language/text";
import { toVersionSelector } from "@/server/scripts/version-string";
import { apiSchemas, operation } from "./operation";

const path = "/api/v2/scripts/{slug}/command-line";
const version = z
  .string()
  .max(200)
  .optional()
  .meta({ description: "Such as `v1.2`; the default version unless given." });

const option = z
  .strictObject({
    flags: z.array(z.string()).meta({ description: "Such as `-v` and `--verbose`; empty for a positional." }),
    value: z.string().meta({ description: "What its value is called; empty if it takes none." }),
    help: z.string(),
    choices: z.array(z.string()),
    isFile: z.boolean().meta({ description: "Whether its value names a file." }),
    isRequired: z.boolean(),
  })
  .register(apiSchemas, { id: "CommandOption" });

const command = z.strictObject({
  name: z.string(),
  help: z.string(),
  options: z.array(option),
  positionals: z.array(option),
  get commands() {
    return z.array(command);
  },
});
// Separately, because the type of a schema that contains itself cannot be inferred through a call.
command.register(apiSchemas, { id: "SubCommand" });

const commandLine = z
  .strictObject({
    usage: z.string().meta({ description: "How the script is used, on one line." }),
    options: z.array(option),
    positionals: z.array(option),
    commands: z.array(command),
  })
  .register(apiSchemas, { id: "CommandLine" });

export const getCommandLine = operation({
  method: "get",
  path,
  id: "getCommandLine",
  tag: "Scripts",
  summary: "See the options of a script, as shells complete them",
  who: "any signed-in user",
  scope: "run",
  query: z.strictObject({ version }),
  answers: { 200: { description: "The command line of the script.", schema: commandLine } },
  hasEtag: true,
  refusals: ["notFound"],
});

const argumentFiles = z
  .strictObject({
    inputs: z.array(z.strictObject({ name: z.string(), isOptional: z.boolean() })).meta({
      description: "Files that it would read, by their names. With `isOptional`, any other text is fine, too.",
    }),
    outputs: z.array(z.string()).meta({ description: "Files that it would write." }),
  })
  .register(apiSchemas, { id: "ArgumentFiles" });

export const checkArguments = operation({
  method: "post",
  path,
  id: "checkArguments",
  tag: "Scripts",
  summary: "See which files a script would read and write",
  description:
    "Reads arguments by the rules of the script's library: abbreviations, clusters, sub-commands. It runs nothing. To run them, send `args` in place of `input`, with a part for each file under the name that the arguments have for it.",
  who: "any signed-in user",
  scope: "run",
  body: {
    schema: z.strictObject({ args: z.array(z.string()).max(100_000).default([]), version }),
    bytesMax: 4_000_000,
  },
  answers: { 200: { description: "The files.", schema: argumentFiles } },
  refusals: ["notFound", "tooLarge"],
});

/** The options of a script. @throws not_found, invalid for its version */
export async function describeCommandLine(actor: Actor, slug: string, label: string | undefined) {
  const outline = toOutline(await getSpec(actor, slug, label));
  return { usage: usageOf(outline), ...outline };
}

/** The files that a script would read and write. @throws not_found, invalid (with details) */
export async function listArgumentFiles(
  actor: Actor,
  slug: string,
  { args, version: label }: { args: string[]; version?: string | undefined },
): Promise<z.output<typeof argumentFiles>> {
  const { inputs, outputs } = readScriptArguments(await getSpec(actor, slug, label), args);
  return { inputs, outputs };
}

/** A script that the caller may not run looks like one that is not there. */
async function getSpec(actor: Actor, slug: string, label: string | undefined): Promise<ScriptSpec> {
  const choice = { slug, ...(label === undefined ? {} : toVersionSelector(label)) };
  try {
    return (await getVersionToRun(actor, choice, { staffMayTest: true })).version.spec;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "invalid") throw new AppError("not_found", t("Unable to find script."));
    throw invalidInput(error.message, [{ pointer: "/version", detail: error.message, given: label }]);
  }
}
