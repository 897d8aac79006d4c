import { isBoolean, shapeOf } from "../parameter";
import type { Command, Parameter, ScriptSpec } from "../spec";
import type { CommandValues, Scalar, Value } from "../values";
import { nastyWords } from "./seeded";

interface Nesting {
  depth: number;
  prefix: string;
  aliases?: string[];
}

/** Random parsers and random values for them: a seed gives the same ones again. */
export class Chance {
  constructor(readonly random: () => number) {}

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  with(probability: number): boolean {
    return this.random() < probability;
  }

  spec(): ScriptSpec {
    const lenient = this.with(0.05);
    const command = this.command("", { depth: 2, prefix: "-" });
    return {
      schema: 1,
      engine: "argparse",
      method: "runtime",
      stubbed: [],
      warnings: [],
      command,
      ...(lenient && { lenient }),
    };
  }

  /** A script of what optparse knows: no optional values, any number of words after the options. */
  optparseSpec(): ScriptSpec {
    const known = new Set(["store", "append", "store_true", "store_false", "count"]);
    const options = this.options("-").flatMap((one) => {
      if (!known.has(one.action) || typeof one.nargs === "string") return [];
      const { default: _, ...rest } = one;
      return [{ ...rest, required: false }];
    });
    const args: Parameter = {
      id: "args",
      dest: "args",
      kind: "positional",
      action: "store",
      nargs: "*",
      type: "string",
      required: false,
    };
    const command: Command = { name: "", groups: [], mutex: [], params: [...options, args] };
    return { schema: 1, engine: "optparse", method: "runtime", stubbed: [], warnings: [], command };
  }

  /** The same script with what no parser decides: files, secrets, locks, formats, bounds, labels. */
  decorated(spec: ScriptSpec): ScriptSpec {
    return { ...spec, command: this.decoratedCommand(spec.command) };
  }

  private decoratedCommand(command: Command): Command {
    const { subcommands } = command;
    const inside = subcommands && {
      ...subcommands,
      commands: subcommands.commands.map((one) => this.decoratedCommand(one)),
    };
    return {
      ...command,
      params: command.params.map((one) => this.decoratedParameter(one)),
      ...(inside && { subcommands: inside }),
    };
  }

  private decoratedParameter(parameter: Parameter): Parameter {
    const shape = shapeOf(parameter);
    if (shape === "flag" || shape === "on-off" || shape === "count" || this.with(0.5)) return parameter;
    if (parameter.type === "integer")
      return { ...parameter, ...this.of([{ minimum: 0 }, { minimum: -3, exclusiveMaximum: 4 }, { maximum: 2 ** 60 }]) };
    if (parameter.type === "number")
      return { ...parameter, ...this.of([{ exclusiveMinimum: 0 }, { minimum: 1, clamp: true as const }]) };
    if (parameter.choices)
      return { ...parameter, choices: parameter.choices.map(({ value }) => ({ value, label: `the ${value}` })) };
    const { default: _, ...open } = parameter;
    return {
      ...open,
      ...this.of<Partial<Parameter>>([
        { format: "file", mode: "r" },
        { hint: { kind: "file" } },
        { format: "file", mode: "w" },
        { secret: true },
        { format: "bool", boolStrings: ["yes", "no"] },
        { format: "uuid" },
        { format: "json" },
        { type: "object" },
        { format: "date", strptime: "%d.%m.%Y" },
        { format: "date-time", strptimeFormats: ["%Y-%m-%dT%H:%M", "%d %B %Y %I %p"] },
        { format: "time" },
        { format: "ip", typeName: "ipaddress.IPv4Address" },
        { choices: [{ value: "a" }, { value: "b" }], choicesTruncated: true },
        ...(parameter.required || parameter.nargs !== undefined
          ? []
          : [{ hidden: true }, { locked: true, initialValue: "x" }]),
        { label: "Label", ...(shape === "one" && { initialValue: "x" }) },
      ]),
    };
  }

  values(command: Command): CommandValues {
    const values: CommandValues = {};
    const seen = new Set<string>();
    for (const parameter of command.params) {
      if (!parameter.required && this.with(0.5)) continue;
      if (parameter.mutex !== undefined && seen.has(parameter.mutex) && this.with(0.9)) continue;
      if (parameter.mutex !== undefined) seen.add(parameter.mutex);
      values[parameter.id] = this.value(parameter);
    }
    const { subcommands } = command;
    if (subcommands && (subcommands.required || this.with(0.6))) {
      const sub = this.of(subcommands.commands);
      values.$command = { name: this.of([sub.name, ...(sub.aliases ?? [])]), values: this.values(sub) };
    }
    return values;
  }

  /** Arguments near the given ones, or wild ones. */
  disturb(command: Command, argv: readonly string[]): string[] {
    const flags = command.params.flatMap((one) => [...(one.flags ?? []), ...(one.negativeFlags ?? [])]);
    const clusters = ["--ver", "--num", "-xz", "-n5", "-n=5", "add", "rm", "del"];
    const pool = [...flags, ...flags.map((flag) => `${flag}=${this.of(nastyWords)}`), ...clusters, ...nastyWords];
    const words = this.with(0.25) ? Array.from({ length: this.below(7) }, () => this.of(pool)) : [...argv];
    for (let times = this.below(3); times > 0; times -= 1) {
      const at = this.below(words.length + 1);
      const word = words[at];
      const split = /^(--[\w-]+)=(.*)$/s.exec(word ?? "");
      const how = this.below(4);
      if (how === 0) words.splice(at, 0, this.of(pool));
      else if (how === 1) words.splice(at, 1);
      else if (how === 2 && split) words.splice(at, 1, split[1] ?? "", split[2] ?? "");
      else if (how === 2 && word && word.length > 4 && word.startsWith("--")) words[at] = word.slice(0, -1);
      else if (how === 3) words.push(...words.splice(at, 1));
    }
    return words;
  }

  private command(name: string, { depth, prefix, aliases = [] }: Nesting): Command {
    const others = this.with(0.5) ? "+" : "-+";
    const prefixes = this.with(0.08) ? others : prefix;
    const lead = prefixes.charAt(this.below(prefixes.length));
    const params = [...this.options(lead), ...this.positionals()];
    const command: Command = { name, aliases, prefixChars: prefixes, groups: [], mutex: [], params };
    const free = params.filter((one) => one.kind === "option" && !one.required);
    if (free.length >= 2 && this.with(0.25)) {
      const pair = free.slice(0, 2);
      const required = this.with(0.3);
      for (const one of pair) {
        one.mutex = "m0";
        // CPython before 3.13.1 does not see a member that is given its default (`is not action.default`).
        if (required) delete one.default;
      }
      command.mutex.push({ id: "m0", required, params: pair.map((one) => one.id) });
    }
    if (this.with(0.1)) command.allowAbbrev = false;
    if (this.with(0.1)) command.fromfilePrefixChars = "@";
    if (this.with(0.1)) command.noHelp = true;
    if (params.some((one) => one.flags?.some((flag) => /^-\d/.test(flag)))) command.negativeNumberOptions = true;
    if (depth > 0 && this.with(0.35)) {
      const before = params.filter((one) => one.kind === "positional").length;
      const commands = [
        this.command("add", { depth: depth - 1, prefix }),
        this.command("rm", { depth: depth - 1, prefix, aliases: ["del"] }),
      ];
      command.subcommands = { required: this.with(0.7), position: before, commands };
    }
    return command;
  }

  private options(lead: string): Parameter[] {
    const options: Parameter[] = [];
    const used = new Set<string>();
    for (let count = this.below(6); count > 0; count -= 1) {
      const name = this.of([
        "name",
        "number",
        "num",
        "verbose",
        "output",
        "n-jobs",
        "x",
        "evil",
        "list",
        "z",
        "constructor",
      ]);
      const short = `${lead}${this.with(0.05) ? "1" : name.charAt(0)}`;
      const flags: string[] = [];
      if (this.with(0.4) && !used.has(short)) flags.push(short);
      if (this.with(0.85) || flags.length === 0) flags.push(`${lead}${lead}${name}`);
      if (flags.some((flag) => used.has(flag))) continue;
      const parameter = this.option(name.replaceAll("-", "_"), flags);
      if (options.some((one) => one.id === parameter.id)) continue;
      for (const flag of [...flags, ...(parameter.negativeFlags ?? [])]) used.add(flag);
      options.push(parameter);
    }
    return options;
  }

  private option(id: string, flags: string[]): Parameter {
    const action = this.of([
      "store",
      "store",
      "store",
      "store",
      "store_true",
      "store_false",
      "count",
      "append",
      "append",
      "extend",
      "boolean_optional",
      "store_const",
    ] as const);
    const base: Parameter = { id, dest: id, kind: "option", flags, action, type: "string", required: false };
    if (action === "boolean_optional") {
      const long = flags.filter((flag) => flag.startsWith("--"));
      if (long.length === 0) return { ...base, action: "store_true", nargs: 0, type: "boolean" };
      const negativeFlags = long.map((flag) => `--no-${flag.slice(2)}`);
      return { ...base, nargs: 0, type: "boolean", negativeFlags, ...(this.with(0.5) && { default: this.with(0.5) }) };
    }
    if (action !== "store" && action !== "append" && action !== "extend") return { ...base, nargs: 0, type: "boolean" };
    const nargs = action === "extend" ? this.of(["+", "*", 2] as const) : this.nargs(0.1);
    const required = this.with(0.12);
    const typed = this.typed({ ...base, required, ...(nargs !== undefined && { nargs }) });
    return action === "store" && this.with(0.3) ? { ...typed, default: this.standard(typed) } : typed;
  }

  private nargs(remainderShare: number): Parameter["nargs"] {
    const last = this.with(remainderShare) ? "remainder" : undefined;
    return this.of([undefined, undefined, undefined, "?", "*", "+", 1, 2, last] as const);
  }

  private positionals(): Parameter[] {
    return Array.from({ length: this.below(4) }, (_, index) => {
      const nargs = this.nargs(0.15);
      const id = `p${index}`;
      const required = nargs !== "?" && nargs !== "*" && nargs !== "remainder";
      const base: Parameter = { id, dest: id, kind: "positional", action: "store", type: "string", required };
      const typed = this.typed({ ...base, ...(nargs !== undefined && { nargs }) });
      return nargs === "?" && this.with(0.4) ? { ...typed, default: this.standard(typed) } : typed;
    });
  }

  private typed(parameter: Parameter): Parameter {
    if (parameter.nargs === "remainder") return parameter;
    if (this.with(0.2)) return { ...parameter, type: this.of(["integer", "number"] as const) };
    // CPython before 3.12 refuses an empty list for a positional with choices: a script's own contradiction.
    if (parameter.kind === "positional" && parameter.nargs === "*") return parameter;
    if (this.with(0.15)) return { ...parameter, choices: ["a", "foo", "-x", "a b"].map((value) => ({ value })) };
    return parameter;
  }

  private standard(parameter: Parameter): unknown {
    const one = (): unknown => (parameter.type === "string" ? this.scalar(parameter) : this.of([1, -3, 42, 0]));
    return shapeOf(parameter) === "many" ? [one(), one()] : one();
  }

  private scalar(parameter: Parameter): string {
    if (parameter.choices) return this.of(parameter.choices).value;
    if (isBoolean(parameter)) return this.of(["yes", "no", "True"]);
    if (parameter.type === "integer") return this.of(["1", "-3", "42", "0", " 7", "1_000", "x"]);
    if (parameter.type === "number") return this.of(["1.5", "-2", "-.5", "3e4", "-1e5", "inf", "-inf", "x"]);
    return this.of(nastyWords);
  }

  private value(parameter: Parameter): Value {
    if (parameter.default !== undefined && this.with(0.2) && shapeOf(parameter) !== "on-off")
      return parameter.default as Value;
    const scalar = (): Scalar => this.scalar(parameter);
    const many = (): Scalar[] => {
      const { nargs } = parameter;
      const length = typeof nargs === "number" ? nargs : (nargs === "+" ? 1 : 0) + this.below(3);
      return Array.from({ length: this.with(0.03) ? length + 1 : length }, scalar);
    };
    const bare = (): Scalar => (parameter.kind === "option" && this.with(0.3) ? true : scalar());
    switch (shapeOf(parameter)) {
      case "flag":
        return true;
      case "count":
        return 1 + this.below(3);
      case "on-off":
        return this.with(0.5);
      case "list":
        return Array.from({ length: 1 + this.below(2) }, parameter.nargs === "?" ? bare : scalar);
      case "groups":
        return Array.from({ length: 1 + this.below(2) }, many);
      case "many":
        return many();
      case "optional":
        return bare();
      default:
        return scalar();
    }
  }
}
