import { phrase } from "@/server/language/text";
import { readDependency } from "./dependency";

/** The lines of a requirements file without comments: options in their order, then each requirement once, sorted. */
export function normalRequirements(text: string): string[] {
  const lines = text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, "")
        .trim()
        .replace(/[ \t]+/g, " "),
    )
    .filter(Boolean);
  const isOption = (line: string) => line.startsWith("-");
  return [...lines.filter(isOption), ...new Set(lines.filter((line) => !isOption(line)).sort())];
}

/**
 * The first of these lines that is more than packages of the index with their versions and hashes: an option, an
 * address, a path, or text that pip may read as several lines. Undefined if there is none.
 */
export function findUnlisted(lines: string[]): string | undefined {
  return lines.find((line) => readDependency(line.replace(hashes, "")) !== "named");
}

/** Why such a line is refused. */
export const unlistedText = phrase(
  '"{line}" is more than a package with its versions. Options, addresses and paths work only if WOOEY_ALLOW_PACKAGE_SOURCES allows them.',
);

/** What pip accepts behind a requirement to check what it downloads. */
const hashes = /(?: --hash[= ]sha(?:256|384|512):[0-9a-f]+)+$/;

/** A text without the passwords of package indexes, so that people may see it. */
export function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/)[^\s/@]+@/g, "$1****@");
}
