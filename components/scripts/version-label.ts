/** A label such as "v2.1.3": a version's string and its iteration. */
export function versionLabel({ version, iteration }: { version: string; iteration: number }): string {
  return `v${version}.${iteration}`;
}
