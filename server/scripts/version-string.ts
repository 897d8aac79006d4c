import type { ScriptSpec } from "@/command-line/spec";

// PEP 440, appendix B: what packaging.version.parse accepts (Wooey 0.14 uses it).
const pep440 =
  /^\s*v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*$/i;

/**
 * The version that a script reports, or "1" if it reports none or an invalid one. For an argparse script this is the
 * text of `--version` alone, as it was written (Wooey 0.14).
 */
export function versionStringOf(spec: Pick<ScriptSpec, "engine" | "version" | "versionText">): string {
  const version = spec.engine === "argparse" ? spec.versionText : spec.version;
  return version !== undefined && version.length <= 50 && pep440.test(version) ? version : "1";
}

/** A version as people read it: v1.2 is the second iteration of version 1. */
export function versionLabel(version: { version: string; iteration: number }): string {
  return `v${version.version}.${version.iteration}`;
}

/**
 * The version that a caller names: `v1.2.1`, a label as above, or the version string `1.2`, of which the newest
 * iteration counts.
 */
export function toVersionSelector(text: string): { version: string; iteration?: number } {
  const [, version, iteration] = /^v(.+)\.(\d{1,9})$/.exec(text) ?? [];
  return version === undefined ? { version: text } : { version, iteration: Number(iteration) };
}
