/** The lines of a requirements file without comments: options in their order, then each requirement once, sorted. */
export function normalRequirements(text: string): string[] {
  const lines = text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, "")
        .trim()
        .replace(/\s+/g, " "),
    )
    .filter(Boolean);
  const isOption = (line: string) => line.startsWith("-");
  return [...lines.filter(isOption), ...new Set(lines.filter((line) => !isOption(line)).sort())];
}

/** A text without the passwords of package indexes, so that people may see it. */
export function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/)[^\s/@]+@/g, "$1****@");
}
