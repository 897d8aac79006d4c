import { pg } from "@/db/client";
import type { Script, ScriptVersion } from "@/db/schema/scripts";
import { type Actor, hasScope, isStaff } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { canRun, type ScriptAccess } from "./policy";
import type { VersionSelector } from "./queries";
import { cachedSpecOf, specState } from "./spec-cache";

/** A version to run, with the rules of its script for running it. */
export interface RunnableVersion {
  /** Whether staff test what they could not run otherwise: a disabled version, or a script for others. */
  isTest: boolean;
  script: Pick<Script, "id" | "slug" | "name">;
  /** The spec is shared with others: do not change it. */
  version: Pick<ScriptVersion, "id" | "version" | "iteration" | "filename" | "sha256" | "sizeBytes" | "spec">;
}

/** The script of which a version is meant. */
export type ScriptOfVersion = { slug: string } | { id: number } | { versionId: number };

/**
 * The active version to run; null if there is none. Unlike on pages, scripts that the actor may not run are not hidden.
 * With `staffMayTest`, staff also get disabled versions and scripts for others. It is plain SQL because each submission
 * needs it, and reads the spec only when it has changed.
 * @throws forbidden (Wooey's text), invalid if the selector matches several versions
 */
export async function findVersionToRun(
  actor: Actor,
  script: ScriptOfVersion,
  { staffMayTest = false, ...selector }: VersionSelector & { staffMayTest?: boolean } = {},
): Promise<RunnableVersion | null> {
  const mayTest = staffMayTest && isStaff(actor) && hasScope(actor, "run");
  const meant = "versionId" in script ? { versionId: script.versionId } : selector;
  const [found, another] = await findMatches(script, meant, { withInactive: mayTest });
  if (!found) return null;
  const mayRun = canRun(actor, found.access);
  if (!mayRun && !mayTest) {
    const message = t("You are not permitted to access this script.");
    throw new AppError("forbidden", message, { script: [message] });
  }
  if (another) {
    const message = t("Several versions of the script match. Specify both version and iteration.");
    throw new AppError("invalid", message, { [meant.version === undefined ? "iteration" : "version"]: [message] });
  }
  const spec = await cachedSpecOf(found.version.id, found.state);
  return { script: found.script, version: { ...found.version, spec }, isTest: !mayRun };
}

interface FoundVersion {
  script: RunnableVersion["script"];
  version: Omit<RunnableVersion["version"], "spec">;
  access: ScriptAccess;
  state: string;
}

/** Two versions at most: more of them mean the same. */
function findMatches(
  script: ScriptOfVersion,
  selector: VersionSelector,
  { withInactive }: { withInactive: boolean },
): Promise<FoundVersion[]> {
  return pg<FoundVersion[]>`
    select
      jsonb_build_object('id', script.id, 'slug', script.slug, 'name', script.name) as script,
      jsonb_build_object('id', version.id, 'version', version.version, 'iteration', version.iteration,
        'filename', version.filename, 'sha256', version.sha256, 'sizeBytes', version.size_bytes) as version,
      jsonb_build_object('id', script.id, 'isActive', script.is_active and version.is_active,
        'groupIsActive', script_group.is_active,
        'userGroupIds', array(select user_group_id from script_user_groups where script_id = script.id),
        'groupUserGroupIds', array(
          select user_group_id from script_group_user_groups where script_group_id = script.group_id)) as access,
      ${specState()} as state
    from scripts script
    join script_groups script_group on script_group.id = script.group_id
    join script_versions version on version.script_id = script.id
    where ${isOfScript(script)} and ${isMeant(selector)} and (${withInactive} or version.is_active)
    limit 2`;
}

function isOfScript(script: ScriptOfVersion) {
  if ("slug" in script) return pg`script.slug = ${script.slug}`;
  return "id" in script ? pg`script.id = ${script.id}` : pg`true`;
}

function isMeant({ versionId, version, iteration }: VersionSelector) {
  if (versionId !== undefined) return pg`version.id = ${versionId}`;
  if (version === undefined && iteration === undefined) return pg`version.is_default`;
  const isVersion = version === undefined ? pg`true` : pg`version.version = ${version}`;
  return iteration === undefined ? isVersion : pg`${isVersion} and version.iteration = ${iteration}`;
}
