import { flagsOf } from "@/command-line/dialect";
import { labelOf, shownParameters } from "@/command-line/fields";
import { restField } from "@/command-line/form";
import { clearest, pathOf } from "@/command-line/parameter";
import type { Command, ScriptSpec } from "@/command-line/spec";

export interface FoundFields {
  paths: Set<string>;
  /** How many are under each sub-command, by the entry that chooses it, `path=name`. */
  tabs: Map<string, number>;
}

/** The fields of a form whose label, option or help holds the text, wherever its letters are large or small. */
export function findFields(spec: ScriptSpec, text: string): FoundFields {
  const search: Search = { text: text.toLowerCase(), found: { paths: new Set(), tabs: new Map() } };
  collect(spec.command, "", search);
  if (spec.lenient && holds(search, restField().label, restField().help)) search.found.paths.add(restField().path);
  return search.found;
}

interface Search {
  text: string;
  found: FoundFields;
}

function collect(command: Command, prefix: string, search: Search): number {
  const own = shownParameters(command).filter((one) => holds(search, labelOf(one), clearest(flagsOf(one)), one.help));
  for (const parameter of own) search.found.paths.add(pathOf(prefix, parameter.id));
  let count = own.length;
  for (const sub of command.subcommands?.commands ?? []) {
    if (sub.hidden) continue;
    const inside = collect(sub, pathOf(prefix, sub.name), search);
    search.found.tabs.set(`${pathOf(prefix, "$command")}=${sub.name}`, inside);
    count += inside;
  }
  return count;
}

function holds({ text }: Search, ...words: (string | undefined)[]): boolean {
  return words.join(" ").toLowerCase().includes(text);
}
