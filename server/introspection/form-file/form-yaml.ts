import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import type { Command, Parameter, ScriptSpec } from "@/command-line/spec";
import { type DeclaredParameter, groupId, toParameter } from "./declaration";

const engines = ["argparse", "click", "typer", "docopt", "optparse", "getopt", "fire", "absl"];

/** The form as the text of a `NAME.form.yaml`, which reads back as the same command. */
export function toFormYaml(spec: ScriptSpec): string {
  const { engine, version, versionText, lenient } = spec;
  const about = {
    ...(engines.includes(engine) ? { library: engine } : {}),
    version: engine === "argparse" ? versionText : version,
    ...(lenient ? { lenient } : {}),
  };
  return stringify(defined({ ...about, ...fromCommand(spec.command) }), { lineWidth: 120 });
}

function fromCommand(command: Command): Record<string, unknown> {
  const { params, groups, mutex, subcommands, name, ...same } = command;
  const used = new Set(params.map((param) => param.group));
  const shown = groups.filter((group) => used.has(group.id));
  const isNeeded = (group: Command["groups"][number]) =>
    group.description !== undefined || group.standard || group.id !== groupId(group.title);
  const nameOf = (id: string | undefined) => {
    const group = shown.find((one) => one.id === id);
    const isAlone = shown.filter((one) => one.title === group?.title).length === 1;
    return group && isAlone ? group.title : id;
  };
  return defined({
    ...(name === "" ? {} : { name }),
    ...same,
    groups: someOf(shown.filter(isNeeded).map((group) => fromGroup(group))),
    exclusive: someOf(
      mutex.map(({ id, required, title }) => defined({ name: id, required: required || undefined, title })),
    ),
    params: someOf(params.map((param) => fromParameter({ ...param, group: nameOf(param.group) }))),
    ...(subcommands && {
      commandTitle: subcommands.title,
      commandHelp: subcommands.help,
      commandRequired: subcommands.required ? undefined : false,
      commandDest: subcommands.dest,
      commandMetavar: subcommands.metavar,
      commandPosition: subcommands.position,
      commands: subcommands.commands.map(fromCommand),
    }),
  });
}

function fromGroup({ id, title, description, standard }: Command["groups"][number]) {
  return defined({ title, description, standard: standard || undefined, id: id === groupId(title) ? undefined : id });
}

const sugars: Partial<DeclaredParameter>[] = [
  ...(["flag", "count", "file", "output", "date", "json"] as const).map((type) => ({ type })),
  {},
];

/** The shortest declaration of a parameter: friendly words where they suffice, exact keys for everything else. */
function fromParameter(param: Parameter): Record<string, unknown> {
  const { flags, dest, id, action, nargs, type, format, mode, required, choices, mutex, kind, ...rest } = param;
  const many = (one: Partial<DeclaredParameter>) => [one, { ...one, many: true }];
  const candidates = sugars.flatMap(many).map((sugar) => ({ type: type === "string" ? undefined : type, ...sugar }));
  const base = {
    ...(flags ? { flags } : { name: dest }),
    ...rest,
    choices: choices?.map(({ value, label }) => (label === undefined ? value : { value, label })),
    exclusive: mutex,
  };
  const shapes: Record<string, unknown>[] = candidates.map((sugar) => ({ ...base, ...sugar }));
  const declarations = shapes.map((shape) => withExact(shape, param));
  const costOf = (shape: Record<string, unknown>) => Object.keys(shape).filter((key) => exactWords.has(key)).length;
  const [best] = declarations.toSorted(
    (left, right) => costOf(left) - costOf(right) || Object.keys(left).length - Object.keys(right).length,
  );
  return best ?? {};
}

const exactWords = new Set(["action", "nargs", "format", "mode", "kind"]);

/** Adds exact keys for everything that the friendly words of a declaration leave out or get wrong. */
function withExact(shape: Record<string, unknown>, param: Parameter): Record<string, unknown> {
  const declared = defined(shape);
  const keys = ["dest", "id", "kind", "required", "action", "nargs", "type", "format", "mode"] as const;
  // Twice, because its meaning depends on whether it is required, and its id on its dest.
  for (let round = 0; round < 2; round += 1) {
    const meant = toParameter(declared as DeclaredParameter); // It has the declaration's own keys, one by one.
    for (const key of keys) {
      if (isDeepStrictEqual(meant[key], param[key])) continue;
      declared[key] = param[key] ?? null;
    }
  }
  return declared;
}

function someOf<Item>(items: Item[]): Item[] | undefined {
  return items.length > 0 ? items : undefined;
}

function defined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
