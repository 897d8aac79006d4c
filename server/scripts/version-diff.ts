import { structuredPatch } from "diff";
import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { type ScriptVersion, scripts, scriptVersions } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { diffSpecs, type SpecDiff } from "@/server/introspection/spec-diff";
import { t } from "@/server/language/text";
import { openStored } from "@/server/storage/store";
import { versionNotFound } from "./patch-version";

/** A line of the source, in one or both of the versions. Line numbers start at 1. */
export interface SourceLine {
  kind: "same" | "added" | "removed";
  fromLine: number | null;
  toLine: number | null;
  text: string;
}

/** The differences between two versions of a script. */
export interface VersionDiff {
  from: ComparedVersion;
  to: ComparedVersion;
  /** Parts of the source with three lines around each change; empty if the sources are equal. */
  source: { lines: SourceLine[] }[];
  /** Why the sources are not compared; null if they are. */
  sourceNote: string | null;
  parameters: SpecDiff;
}

export type ComparedVersion = Pick<ScriptVersion, "id" | "version" | "iteration" | "filename">;

const sourceBytesMax = 1024 * 1024;
const compareMsMax = 2_000;

/**
 * Compares two versions of a script: their sources, and their parameters as they were read.
 * @throws unauthenticated, forbidden unless staff, not_found
 */
export async function getVersionDiff(
  actor: Actor,
  slug: string,
  { fromId, toId }: { fromId: number; toId: number },
): Promise<VersionDiff> {
  requireStaffReader(actor);
  const rows = await db
    .select({
      id: scriptVersions.id,
      version: scriptVersions.version,
      iteration: scriptVersions.iteration,
      filename: scriptVersions.filename,
      sha256: scriptVersions.sha256,
      sizeBytes: scriptVersions.sizeBytes,
      spec: scriptVersions.spec,
    })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(and(eq(scripts.slug, slug), inArray(scriptVersions.id, [fromId, toId])));
  const [from, to] = [fromId, toId].map((id) => rows.find((row) => row.id === id));
  if (!from || !to) throw versionNotFound();
  const { sha256: _a, sizeBytes: _b, spec: fromSpec, ...fromVersion } = from;
  const { sha256: _c, sizeBytes: _d, spec: toSpec, ...toVersion } = to;
  const source = await diffSources(from, to);
  return { from: fromVersion, to: toVersion, ...source, parameters: diffSpecs(fromSpec, toSpec) };
}

type Stored = Pick<ScriptVersion, "sha256" | "sizeBytes">;

async function diffSources(from: Stored, to: Stored): Promise<Pick<VersionDiff, "source" | "sourceNote">> {
  if (from.sha256 === to.sha256) return { source: [], sourceNote: null };
  const refuse = (sourceNote: string) => ({ source: [], sourceNote });
  if (Math.max(from.sizeBytes, to.sizeBytes) > sourceBytesMax) return refuse(t("The files are too large to compare."));
  const [before, after] = await Promise.all([readText(from.sha256), readText(to.sha256)]);
  if (before === null || after === null) return refuse(t("The files are not text files."));
  const patch = structuredPatch("", "", before, after, "", "", { context: 3, timeout: compareMsMax });
  if (!patch) return refuse(t("The files differ too much to compare them line by line."));
  return { source: patch.hunks.map((hunk) => ({ lines: toLines(hunk) })), sourceNote: null };
}

async function readText(sha256: string): Promise<string | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of openStored(sha256)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return bytes.includes(0) ? null : bytes.toString("utf8");
}

function toLines(hunk: { oldStart: number; newStart: number; lines: string[] }): SourceLine[] {
  let [fromLine, toLine] = [hunk.oldStart, hunk.newStart];
  return hunk.lines.flatMap((line): SourceLine[] => {
    const text = line.slice(1);
    if (line.startsWith("+")) return [{ kind: "added", fromLine: null, toLine: toLine++, text }];
    if (line.startsWith("-")) return [{ kind: "removed", fromLine: fromLine++, toLine: null, text }];
    // "\ No newline at end of file"
    return line.startsWith("\\") ? [] : [{ kind: "same", fromLine: fromLine++, toLine: toLine++, text }];
  });
}
