import { z } from "zod";
import type { PathCorrection } from "@/command-line/corrections";
import type { Actor } from "@/server/auth/actor";
import { correctionInput, getCorrectedScript, writeCorrections } from "@/server/scripts/corrections";
import { apiSchemas, operation } from "./operation";

const correction = correctionInput.register(apiSchemas, { id: "Correction" });

const corrections = z
  .strictObject({
    items: z.array(
      z.strictObject({
        path: z.string().meta({ description: "The parameter's id behind the names of its sub-commands: `add.name`." }),
        correction,
      }),
    ),
    outdated: z.array(z.string()).meta({ description: "Which of them no longer fit the default version, and why." }),
  })
  .register(apiSchemas, { id: "Corrections" });

const path = "/api/v2/scripts/{slug}/corrections";
const ofCorrections = { tag: "Management", who: "staff" } as const;

export const listCorrectionsOperation = operation({
  ...ofCorrections,
  method: "get",
  path,
  id: "listCorrections",
  summary: "List what staff have corrected about a script's parameters",
  scope: "read",
  answers: { 200: { description: "The corrections by path.", schema: corrections } },
});

export const writeCorrectionOperation = operation({
  ...ofCorrections,
  method: "put",
  path: `${path}/{parameter}`,
  params: { parameter: { description: "The parameter's path, such as `add.name`." } },
  id: "writeCorrection",
  summary: "Correct a parameter of a script",
  description: "In all versions of the script. It replaces the previous correction; an empty object removes it.",
  scope: "manage",
  body: { schema: correction },
  answers: { 200: { description: "The corrections by path.", schema: corrections } },
});

/** @throws forbidden, not_found */
export async function describeCorrections(actor: Actor, slug: string) {
  const { corrections: known, outdated } = await getCorrectedScript(actor, slug);
  return {
    items: known.map(({ path: parameter, patch }: PathCorrection) => ({ path: parameter, correction: patch })),
    outdated,
  };
}

/** @throws forbidden, not_found, invalid */
export async function correctParameter(
  actor: Actor,
  { slug, parameter }: { slug: string; parameter: string },
  input: z.output<typeof correction>,
) {
  await writeCorrections(actor, { slug, path: parameter }, input);
  return describeCorrections(actor, slug);
}
