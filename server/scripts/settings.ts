import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { type Script, scripts } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { scriptNotFound } from "./patch";
import { getScriptRules, type ScriptRules } from "./rules";

/** Everything that staff may change about a script, apart from its versions and parameters. */
export interface ScriptSettings
  extends Pick<
      Script,
      | "slug"
      | "name"
      | "description"
      | "documentation"
      | "position"
      | "isActive"
      | "ignoreBadImports"
      | "executeFullPath"
      | "environmentId"
    >,
    Omit<ScriptRules, "access"> {}

/** The settings of a script. @throws unauthenticated, forbidden unless staff, not_found */
export async function getScriptSettings(actor: Actor, slug: string): Promise<ScriptSettings> {
  const { access: _, ...rules } = await getScriptRules(actor, slug);
  const [script] = await db
    .select({
      slug: scripts.slug,
      name: scripts.name,
      description: scripts.description,
      documentation: scripts.documentation,
      position: scripts.position,
      isActive: scripts.isActive,
      ignoreBadImports: scripts.ignoreBadImports,
      executeFullPath: scripts.executeFullPath,
      environmentId: scripts.environmentId,
    })
    .from(scripts)
    .where(eq(scripts.slug, slug));
  if (!script) throw scriptNotFound();
  return { ...script, ...rules };
}
