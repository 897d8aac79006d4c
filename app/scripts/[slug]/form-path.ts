import type { Metadata } from "next";
import { versionPath } from "@/components/scripts/versions-menu";

/** The part of a form's path after the script: a version, and the job whose values fill the form. */
export interface FormPath {
  version?: string;
  iteration?: number;
  job?: string;
}

/**
 * Wooey's paths of a form: `version/<v>`, `version/<v>/iteration/<n>`, each with or without `jobs/<job>` after it, and
 * `jobs/<job>` alone. Null for anything else. (Wooey 0.14, urls.py)
 */
export function readFormPath(segments: string[] | undefined): FormPath | null {
  const remaining = (segments ?? []).map(decoded);
  const take = (word: string): string | undefined => {
    if (remaining[0] !== word || !remaining[1]) return undefined;
    return remaining.splice(0, 2)[1];
  };
  const version = take("version");
  const iteration = version === undefined ? undefined : take("iteration");
  const job = take("jobs");
  if (remaining.length > 0 || (iteration !== undefined && !/^[1-9]\d{0,8}$/.test(iteration))) return null;
  return {
    ...(version === undefined ? {} : { version }),
    ...(iteration === undefined ? {} : { iteration: Number(iteration) }),
    ...(job === undefined ? {} : { job }),
  };
}

/** The metadata of a form. Whoever has the address of a form that a job fills can open the job, so it is not indexed. */
export function describeForm(
  { name, description }: { name: string; description: string },
  segments: string[] | undefined,
): Metadata {
  const isOfJob = readFormPath(segments)?.job !== undefined;
  return {
    title: name,
    description,
    ...(isOfJob ? { robots: { index: false, follow: false } } : {}),
  };
}

/** A segment may have been decoded already, and then contain a percent sign of its own. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The path of a version's form: for the default version, the path of the script. */
export function formPathOf(slug: string, version: { version: string; iteration: number; isDefault: boolean }): string {
  return version.isDefault ? `/scripts/${slug}/` : versionPath(slug, version);
}
