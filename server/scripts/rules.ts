import { eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { type ScriptLimits, scriptGroups, scripts, scriptUserGroups } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { t } from "@/server/language/text";
import type { IsolationLevel } from "@/server/sandbox/command";
import { type ScriptPatch, scriptNotFound } from "./patch";

const MB = 1024 ** 2;

/** The most tags of workers that a script may ask for, and the most characters of each. */
export const WORKER_TAGS_MAX = 20;
export const WORKER_TAG_LENGTH_MAX = 100;

/** An integer within bounds. Blank means the limit of the instance. */
const limit = (min: number, max: number) =>
  z
    .string()
    .trim()
    .default("")
    .transform((text, context) => {
      if (text === "") return undefined;
      const number = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
      if (number >= min && number <= max) return number;
      const message = t("Enter a whole number from {min, number} to {max, number}.", {
        min,
        max,
      });
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    });

/** Blank means the highest level of the machine. */
const isolationLevel = z
  .string()
  .default("")
  .pipe(z.enum(["", "0", "1", "2", "3"], { error: () => t("Choose a level.") }))
  // The enum above accepts nothing else.
  .transform((text) => (text === "" ? null : (Number(text) as IsolationLevel)));

const YEAR_SECONDS = 365 * 86_400;

/** What the page "Limits and access" sends: sizes in MB, times in seconds. */
export const scriptRulesInput = z.object({
  runSeconds: limit(1, YEAR_SECONDS),
  cpuSeconds: limit(1, YEAR_SECONDS),
  memoryMb: limit(16, 16 * 1024 ** 2),
  processes: limit(1, 100_000),
  openFiles: limit(16, 1_000_000),
  jobFolderMb: limit(1, 16 * 1024 ** 2),
  concurrent: limit(1, 1_000),
  /** Separated by commas or spaces; blank for any worker. */
  workerTags: z
    .string()
    .default("")
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))])
    .refine((tags) => tags.length <= WORKER_TAGS_MAX, {
      error: () => t("Enter at most {count} tags.", { count: WORKER_TAGS_MAX }),
    })
    .refine((tags) => tags.every((tag) => tag.length <= WORKER_TAG_LENGTH_MAX), {
      error: () => t("A tag has at most {count} characters.", { count: WORKER_TAG_LENGTH_MAX }),
    }),
  gpus: limit(0, 64),
  requestedMemoryMb: limit(1, 16 * 1024 ** 2),
  requestedCpus: limit(1, 1_024),
  networkAllowed: z.boolean(),
  isRepeatable: z.boolean(),
  hasTerminal: z.boolean(),
  isolationLevel,
  userGroupIds: z.array(z.number().int()),
  /** Blank if there is none. */
  newUserGroup: z
    .string()
    .trim()
    .max(150, { error: () => t("Ensure this value has at most {count} characters.", { count: 150 }) })
    .default(""),
});

/** The changes that the page's fields request. @throws ZodError by field */
export function readScriptRules(input: z.input<typeof scriptRulesInput>): ScriptPatch {
  const { memoryMb, jobFolderMb, requestedMemoryMb, newUserGroup, userGroupIds, ...others } =
    scriptRulesInput.parse(input);
  const { networkAllowed, isRepeatable, hasTerminal, isolationLevel, workerTags, gpus, ...numbers } = others;
  const given: Record<keyof ScriptLimits, number | string[] | undefined> = {
    ...numbers,
    memoryBytes: memoryMb && memoryMb * MB,
    jobFolderBytes: jobFolderMb && jobFolderMb * MB,
    workerTags: workerTags.length > 0 ? workerTags : undefined,
    gpus: gpus || undefined,
    requestedMemoryBytes: requestedMemoryMb && requestedMemoryMb * MB,
  };
  // Limits that are undefined are removed; the others keep their types.
  const limits = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ScriptLimits;
  return {
    limits,
    networkAllowed,
    isRepeatable,
    hasTerminal,
    isolationLevel,
    userGroupIds,
    ...(newUserGroup ? { newUserGroup } : {}),
  };
}

/** A user group by name, and whether it has any members. */
export interface AccessGroup {
  name: string;
  isEmpty: boolean;
}

/** The limits of a script's jobs, and who may run them. */
export interface ScriptRules {
  limits: ScriptLimits;
  networkAllowed: boolean;
  isRepeatable: boolean;
  hasTerminal: boolean;
  isolationLevel: IsolationLevel | null;
  userGroupIds: number[];
  group: { id: number; name: string };
  /**
   * The user groups whose members may use it: those of the script group if it has any, else the script's; none for
   * everyone.
   */
  access: { groups: AccessGroup[]; byScriptGroup: boolean };
  modifiedAt: Date;
}

/** The rules of a script. @throws unauthenticated, forbidden unless staff, not_found */
export async function getScriptRules(actor: Actor, slug: string): Promise<ScriptRules> {
  requireStaffReader(actor);
  const { id, groupId, limits, networkAllowed, isRepeatable, hasTerminal, isolationLevel, modifiedAt } = scripts;
  const [script] = await db
    .select({
      id,
      limits,
      networkAllowed,
      isRepeatable,
      hasTerminal,
      isolationLevel,
      modifiedAt,
      group: { id: scriptGroups.id, name: scriptGroups.name },
      ofGroup: accessGroups(sql`select user_group_id from script_group_user_groups where script_group_id = ${groupId}`),
      ofScript: accessGroups(sql`select user_group_id from script_user_groups where script_id = ${id}`),
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .where(eq(scripts.slug, slug));
  if (!script) throw scriptNotFound();
  const rows = await db
    .select({ id: scriptUserGroups.userGroupId })
    .from(scriptUserGroups)
    .where(eq(scriptUserGroups.scriptId, script.id));
  const { id: _, ofScript, ofGroup, ...rules } = script;
  const byScriptGroup = ofGroup.length > 0;
  const access = { groups: byScriptGroup ? ofGroup : ofScript, byScriptGroup };
  return { ...rules, access, userGroupIds: rows.map((row) => row.id) };
}

function accessGroups(ids: SQL): SQL<AccessGroup[]> {
  return sql<AccessGroup[]>`coalesce((
    select json_agg(json_build_object('name', g.name, 'isEmpty', not exists (
      select 1 from user_group_members m where m.group_id = g.id)) order by g.name)
    from user_groups g where g.id in (${ids})), '[]')`;
}
