import type { Parameter } from "./spec";

/**
 * How a library divides words among positionals. `greedy` (argparse): each takes as many as the later ones can spare.
 * `from-both-ends` (click): single ones take theirs first, those after the list from the end; the list gets the rest.
 */
export type Division = "greedy" | "from-both-ends";

/** The fewest and the most words that a positional takes. */
export function boundsOf(parameter: Parameter): [fewest: number, most: number] {
  const { nargs, required, repeats } = parameter;
  if (parameter.kind === "literal") return [required ? 1 : 0, 1];
  if (repeats && typeof nargs === "number") return [required ? nargs : 0, Number.POSITIVE_INFINITY];
  if (typeof nargs === "number") return required ? [nargs, nargs] : [0, nargs];
  if (nargs === "*" || nargs === "remainder") return [0, Number.POSITIVE_INFINITY];
  if (nargs === "+") return [1, Number.POSITIVE_INFINITY];
  return [nargs === "?" || !required ? 0 : 1, 1];
}

/** How many of `total` words each positional gets; what is left over belongs to nobody. */
export function divide(positionals: readonly Parameter[], total: number, division: Division): number[] {
  return division === "greedy" ? divideGreedily(positionals, total) : divideFromBothEnds(positionals, total);
}

function divideGreedily(positionals: readonly Parameter[], total: number): number[] {
  const bounds = positionals.map(boundsOf);
  let left = total;
  return bounds.map(([fewest, most], index) => {
    const reserved = bounds.slice(index + 1).reduce((sum, [later]) => sum + later, 0);
    const count = Math.max(Math.min(fewest, left), Math.min(most, left - reserved, left));
    left -= count;
    return count;
  });
}

/** Source: click 8, `_unpack_args` in parser.py. */
function divideFromBothEnds(positionals: readonly Parameter[], total: number): number[] {
  const sizes = positionals.map((one) => boundsOf(one)[1]);
  const list = sizes.indexOf(Number.POSITIVE_INFINITY);
  const counts = sizes.map(() => 0);
  let left = total;
  const give = (index: number): void => {
    const count = Math.min(sizes[index] ?? 0, left);
    counts[index] = count;
    left -= count;
  };
  const before = list === -1 ? sizes.length : list;
  for (let index = 0; index < before; index += 1) give(index);
  for (let index = sizes.length - 1; index > before; index -= 1) give(index);
  if (list !== -1) give(list);
  return counts;
}
