const clause = /^(~=|===?|!=|<=?|>=?)\s*v?(\d+(?:\.\d+)*)(\.\*)?$/;

/** Whether a Python of this version satisfies `requires-python` (PEP 440's clauses for final releases). */
export function satisfiesPython(version: string, requires: string): boolean {
  return requires
    .split(",")
    .map((text) => text.trim())
    .filter(Boolean)
    .every((text) => satisfiesClause(numbersOf(version), text));
}

/** A clause that cannot be read, such as one for a pre-release, is ignored. */
function satisfiesClause(version: number[], text: string): boolean {
  const [, operator, given = "", wildcard] = clause.exec(text) ?? [];
  if (operator === undefined) return true;
  const requested = numbersOf(given);
  const hasPrefix = compare(version.slice(0, requested.length), requested) === 0;
  const order = compare(version, requested);
  switch (operator) {
    case "==":
    case "===":
      return wildcard ? hasPrefix : order === 0;
    case "!=":
      return wildcard ? !hasPrefix : order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    default:
      return order >= 0 && compare(version.slice(0, requested.length - 1), requested.slice(0, -1)) === 0;
  }
}

function numbersOf(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}

function compare(a: number[], b: number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
