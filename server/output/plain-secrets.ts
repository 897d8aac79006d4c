import { eq } from "drizzle-orm";
import { mapSecrets } from "@/command-line/inputs";
import { isSealed } from "@/command-line/sealed";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { scriptVersions } from "@/db/schema/scripts";
import { correctionsOfVersion, withUsedSpec } from "@/server/scripts/used-spec";
import { toMaskable } from "./mask";

/** How long an answer is reused; open pages check their permissions as often (server/jobs/stream.ts). */
const REUSED_MS = 3_000;
const KEPT = 500;
const answers = new Map<number, { at: number; secrets: Promise<Buffer[]> }>();

/** `readPlainSecrets`, ready to be masked. The answer may be three seconds old. */
export function findPlainSecrets(jobId: number): Promise<Buffer[]> {
  const known = answers.get(jobId);
  if (known && Date.now() - known.at < REUSED_MS) return known.secrets;
  const answer = { at: Date.now(), secrets: readPlainSecrets(jobId).then(toMaskable) };
  answers.delete(jobId);
  answers.set(jobId, answer);
  for (const old of [...answers.keys()].slice(0, Math.max(0, answers.size - KEPT))) answers.delete(old);
  answer.secrets.catch(() => answers.delete(jobId));
  return answer.secrets;
}

/**
 * The secrets that a job stores in plain text: their parameters became secrets after it was submitted. Almost always
 * none.
 */
export async function readPlainSecrets(jobId: number): Promise<string[]> {
  const [row] = await db
    .select({ values: jobs.values, spec: scriptVersions.spec, corrections: correctionsOfVersion })
    .from(jobs)
    .innerJoin(scriptVersions, eq(scriptVersions.id, jobs.versionId))
    .where(eq(jobs.id, jobId));
  if (!row) return [];
  const texts = new Set<string>();
  mapSecrets(withUsedSpec(row).spec, row.values, (text) => {
    if (!isSealed(text)) texts.add(text);
    return text;
  });
  return [...texts];
}
