import { versionPath } from "@/components/scripts/versions-menu";

/** What a form's path says behind the script: which version, and a job to take the values of. */
export interface FormPath {
  version?: string;
  iteration?: number;
  job?: string;
}

/**
 * Wooey's paths of a form: `version/<v>`, `version/<v>/iteration/<n>`, each with or without `jobs/<job>` behind it, and
 * `jobs/<job>` alone. Null for anything else. (Wooey 0.14, urls.py)
 */
export function readFormPath(segments: string[] | undefined): FormPath | null {
  const rest = (segments ?? []).map(decodeURIComponent);
  const take = (word: string): string | undefined => {
    if (rest[0] !== word || !rest[1]) return undefined;
    return rest.splice(0, 2)[1];
  };
  const version = take("version");
  const iteration = version === undefined ? undefined : take("iteration");
  const job = take("jobs");
  if (rest.length > 0 || (iteration !== undefined && !/^[1-9]\d{0,8}$/.test(iteration))) return null;
  return {
    ...(version === undefined ? {} : { version }),
    ...(iteration === undefined ? {} : { iteration: Number(iteration) }),
    ...(job === undefined ? {} : { job }),
  };
}

/** The path of the form of a version: the script's own for the one that is used by default. */
export function formPathOf(slug: string, version: { version: string; iteration: number; isDefault: boolean }): string {
  return version.isDefault ? `/scripts/${slug}/` : versionPath(slug, version);
}
