import type { Command, Parameter, ScriptSpec } from "../spec";

/** A parameter by the things that matter in a test; what is left out is as plain as can be. */
export function aParameter(id: string, overrides: Partial<Parameter> = {}): Parameter {
  const base: Parameter = { id, dest: id, kind: "option", action: "store", type: "string", required: false };
  const flags = (overrides.kind ?? "option") === "option" ? { flags: [`--${id.replaceAll("_", "-")}`] } : {};
  return { ...base, ...flags, ...overrides };
}

/** A positional, required unless its nargs says otherwise. */
export function aPositional(id: string, overrides: Partial<Parameter> = {}): Parameter {
  const required = overrides.nargs !== "?" && overrides.nargs !== "*" && overrides.nargs !== "remainder";
  return aParameter(id, { kind: "positional", required, ...overrides });
}

/** An option that takes no value. */
export function aFlag(id: string, overrides: Partial<Parameter> = {}): Parameter {
  return aParameter(id, { action: "store_true", nargs: 0, type: "boolean", ...overrides });
}

/** A command of these parameters. */
export function aCommand(params: Parameter[], overrides: Partial<Command> = {}): Command {
  return { name: "", groups: [], mutex: [], params, ...overrides };
}

/** A script of these parameters, read by argparse unless said otherwise. */
export function aSpec(
  params: Parameter[],
  overrides: Partial<Command> = {},
  spec: Partial<ScriptSpec> = {},
): ScriptSpec {
  const command = aCommand(params, overrides);
  return { schema: 1, engine: "argparse", method: "runtime", stubbed: [], warnings: [], command, ...spec };
}
