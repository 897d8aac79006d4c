import { flagsOf } from "@/command-line/dialect";
import { extraArguments, labelOf, shownParameters } from "@/command-line/fields";
import { mainFlag, pathOf } from "@/command-line/parameter";
import type { Command, ScriptSpec } from "@/command-line/spec";

export interface FoundFields {
  paths: Set<string>;
  /** The number of matches below each sub-command, by the entry that selects it: `path=name`. */
  tabs: Map<string, number>;
}

/** The fields of a form whose label, option or help contains the text, regardless of case. */
export function findFields(spec: ScriptSpec, text: string): FoundFields {
  const search: Search = { text: text.toLowerCase(), found: { paths: new Set(), tabs: new Map() } };
  collect(spec.command, "", search);
  const extra = spec.lenient ? extraArguments() : null;
  if (extra && contains(search, extra.label, extra.help)) search.found.paths.add(extra.path);
  return search.found;
}

interface Search {
  text: string;
  found: FoundFields;
}

function collect(command: Command, prefix: string, search: Search): number {
  const matches = shownParameters(command).filter((one) =>
    contains(search, labelOf(one), mainFlag(flagsOf(one)), one.help),
  );
  for (const parameter of matches) search.found.paths.add(pathOf(prefix, parameter.id));
  let count = matches.length;
  for (const sub of command.subcommands?.commands ?? []) {
    if (sub.hidden) continue;
    const countBelow = collect(sub, pathOf(prefix, sub.name), search);
    search.found.tabs.set(`${pathOf(prefix, "$command")}=${sub.name}`, countBelow);
    count += countBelow;
  }
  return count;
}

function contains({ text }: Search, ...texts: (string | undefined)[]): boolean {
  return texts.join(" ").toLowerCase().includes(text);
}
