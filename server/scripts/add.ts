import { and, asc, eq, max, sql } from "drizzle-orm";
import type { DescribeReport, ScriptSpec } from "@/command-line/spec";
import { db, type Queryable } from "@/db/client";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import { type Actor, userOf } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { noCommandLine } from "@/server/introspection/doctor";
import { readSidecar } from "@/server/introspection/form-file/form-block";
import { localizeMessage } from "@/server/language/message";
import { phrase, t } from "@/server/language/text";
import type { StoredContent } from "@/server/storage/content-store";
import { isStored } from "@/server/storage/store";
import { type Describe, describeByWorker } from "./describe-upload";
import { API_GROUP, ensureGroup, freeScriptSlug, groupNameOf } from "./groups";
import { requireCodeChange } from "./isolation";
import type { ScriptPatch } from "./patch";
import { versionStringOf } from "./version-string";

export interface AddScriptInput {
  name: string;
  /** A safe base name. */
  filename: string;
  content: StoredContent;
  /**
   * If missing: the script's current group, or "Wooey Scripts" for a new script. If blank: WOOEY_DEFAULT_SCRIPT_GROUP.
   */
  group?: string | null;
  /** Whether this version becomes the default; true unless given. The first version always becomes the default. */
  makeDefault?: boolean;
  /** Other columns to write to the script. */
  details?: Omit<ScriptPatch, "name" | "group">;
  describe?: Describe;
  /** Whether a Python script without a parser is refused, as Wooey 0.14 does. */
  requiresParser?: boolean;
  /** The text of its form file (`NAME.form.yaml`), which describes the command line in place of the script itself. */
  formFile?: string;
}

export interface AddedScript {
  id: number;
  slug: string;
  versionId: number;
  version: string;
  iteration: number;
  isDefault: boolean;
}

/**
 * Adds a script, or a version to the script with that name (and group, if one is given). The same content under the
 * same name is refused, in any group and version (Wooey 0.14, `add_wooey_script`). The caller removes stored content
 * that ends up unused.
 * @throws unauthenticated, forbidden unless staff (an administrator for a script that runs less isolated), conflict
 * "This script already exists!", invalid if its command line cannot be read ("ParserError: …"), unavailable if no
 * worker is online
 */
export async function addScript(actor: Actor, input: AddScriptInput): Promise<AddedScript> {
  requireStaff(actor);
  await refuseDuplicate(db, input);
  const there = await findByName(db, input);
  const ignoreBadImports = input.details?.ignoreBadImports ?? there?.ignoreBadImports ?? false;
  const report =
    input.formFile === undefined
      ? await (input.describe ?? describeByWorker)({
          sha256: input.content.sha256,
          filename: input.filename,
          ignoreBadImports,
        })
      : toFormFileReport(input.formFile, input.filename);
  const spec = requireSpec(report, input);
  return db.transaction((tx) => insertVersion({ tx, actor }, input, { spec, report }));
}

interface Change {
  tx: Queryable;
  actor: Actor;
}

async function insertVersion(
  { tx, actor }: Change,
  input: AddScriptInput,
  { spec, report }: { spec: ScriptSpec; report: DescribeReport },
): Promise<AddedScript> {
  // Two uploads with one name wait for each other here, even while there is no row to lock yet.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`wooey script ${input.name}`}))`);
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext(${input.content.sha256}))`);
  if (!(await isStored(input.content.sha256)))
    throw new AppError("conflict", t("The upload was interrupted. Try again."));
  await refuseDuplicate(tx, input);
  const there = await findByName(tx, input);
  if (there) await requireCodeChange(tx, actor, there);
  const script = await writeScript({ tx, actor }, input, { spec, existingId: there?.id });
  const version = versionStringOf(spec);
  const isFirst = !(await hasVersions(tx, script.id));
  const isDefault = isFirst || (input.makeDefault ?? true);
  if (isDefault) {
    const wasDefault = and(eq(scriptVersions.scriptId, script.id), scriptVersions.isDefault);
    await tx.update(scriptVersions).set({ isDefault: false }).where(wasDefault);
  }
  const userId = userOf(actor)?.id;
  const [made] = await tx
    .insert(scriptVersions)
    .values({
      scriptId: script.id,
      version,
      iteration: await nextIteration(tx, script.id, version),
      filename: input.filename,
      ...input.content,
      spec,
      report: { ...report, spec: null }, // the spec has its own column
      isDefault,
      createdById: userId,
      modifiedById: userId,
    })
    .returning({ versionId: scriptVersions.id, iteration: scriptVersions.iteration });
  if (!made) throw new Error("The version was not inserted.");
  const { filename, content, details } = input;
  const detail = { version, iteration: made.iteration, isDefault, ...details, filename, sha256: content.sha256 };
  const action = there ? "version.add" : "script.add";
  await recordAudit(tx, actor, { action, target: `script:${script.slug}`, detail });
  return { ...script, ...made, version, isDefault };
}

async function refuseDuplicate(tx: Queryable, { name, content }: AddScriptInput): Promise<void> {
  const [same] = await tx
    .select({ id: scriptVersions.id })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(and(eq(scripts.name, name), eq(scriptVersions.sha1, content.sha1)))
    .limit(1);
  if (same) throw new AppError("conflict", t("This script already exists!"));
}

/**
 * The script that the upload adds to: the one with that name in the given group, or the oldest if no group is given.
 */
async function findByName(tx: Queryable, { name, group }: AddScriptInput) {
  const inGroup =
    typeof group === "string"
      ? sql`${scripts.groupId} = (select id from script_groups where name = ${groupNameOf(group)})`
      : undefined;
  const [script] = await tx
    .select({ id: scripts.id, ignoreBadImports: scripts.ignoreBadImports, isolationLevel: scripts.isolationLevel })
    .from(scripts)
    .where(and(eq(scripts.name, name), inGroup))
    .orderBy(asc(scripts.id))
    .limit(1);
  return script;
}

async function writeScript(
  { tx, actor }: Change,
  input: AddScriptInput,
  { spec, existingId }: { spec: ScriptSpec; existingId: number | undefined },
): Promise<{ id: number; slug: string }> {
  const description = spec.command.description ?? "";
  const modified = { ...input.details, modifiedAt: new Date(), modifiedById: userOf(actor)?.id ?? null };
  const returned = { id: scripts.id, slug: scripts.slug };
  if (existingId !== undefined) {
    const kept = sql`coalesce(nullif(${scripts.description}, ''), ${description})`;
    const [script] = await tx
      .update(scripts)
      .set({ description: kept, ...modified })
      .where(eq(scripts.id, existingId))
      .returning(returned);
    if (script) return script;
  }
  const groupId = await ensureGroup(tx, actor, typeof input.group === "string" ? groupNameOf(input.group) : API_GROUP);
  const slug = await freeScriptSlug(tx, input.name);
  const [script] = await tx
    .insert(scripts)
    .values({ name: input.name, slug, groupId, description, createdById: userOf(actor)?.id, ...modified })
    .returning(returned);
  if (!script) throw new Error("The script was not inserted.");
  return script;
}

async function hasVersions(tx: Queryable, scriptId: number): Promise<boolean> {
  return (await tx.$count(scriptVersions, eq(scriptVersions.scriptId, scriptId))) > 0;
}

/** Counts the iterations of each version string separately (Wooey 0.14). The caller's update locks the script's row. */
async function nextIteration(tx: Queryable, scriptId: number, version: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(scriptVersions.iteration) })
    .from(scriptVersions)
    .where(and(eq(scriptVersions.scriptId, scriptId), eq(scriptVersions.version, version)));
  return (row?.last ?? 0) + 1;
}

/** What a form file says about the script with that name, as if the script had been read. */
export function toFormFileReport(text: string, filename: string): DescribeReport {
  const read = readSidecar(text, filename);
  const answer = "spec" in read ? { spec: read.spec } : { spec: null, error: read.error };
  return { ...answer, durationMs: 0, isolationLevel: 0 };
}

/**
 * Wooey adds only scripts that have a parser; its clients recognize the failure by its first word. The Doctor reports
 * everything else.
 */
const noParametersFix = phrase(
  "Describe it in a form block (# /// form), or send allow_no_parameters=true if it has no parameters.",
);

function requireSpec(report: DescribeReport, { requiresParser = false }: AddScriptInput): ScriptSpec {
  const { spec, error } = report;
  if (spec && (spec.engine !== "none" || isWithoutParameters(spec, requiresParser ? "other" : "any"))) return spec;
  const withoutParser = { ...noCommandLine, ...(spec?.incomplete ? {} : { fix: noParametersFix }) };
  const { message, values, fix }: Omit<NonNullable<DescribeReport["error"]>, "code"> = error ?? withoutParser;
  const sentences = [message, fix].filter((text) => text !== undefined);
  throw new AppError("invalid", `ParserError: ${sentences.map((text) => localizeMessage({ text, values })).join(" ")}`);
}

/** Whether the script was read completely and has no parameters. "other" means a language other than Python. */
function isWithoutParameters(spec: ScriptSpec, language: "any" | "other"): boolean {
  return !spec.incomplete && (language === "any" || spec.method === "help");
}
