import { describe, expect, test } from "vitest";
import { buildArgv } from "./build";
import { applyCorrections, type Correction } from "./corrections";
import { type FormModel, toForm } from "./form";
import { toFormEntries, toInitialEntries } from "./form-entries";
import { readFormValues } from "./form-values";
import { withInitialValues } from "./initial-values";
import { prefill, toSearchParams } from "./prefill";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

const size = aParameter("size", { type: "integer", default: 5, group: "g" });
const spec = aSpec(
  [size, aFlag("quiet"), aParameter("name"), aParameter("tag", { action: "append" }), aPositional("source")],
  {
    groups: [{ id: "g", title: "Sizes", standard: false }],
    subcommands: { required: false, commands: [aCommand([aParameter("name", { required: true })], { name: "add" })] },
  },
);
const corrected = (patches: Record<string, Correction>) =>
  applyCorrections(
    spec,
    Object.entries(patches).map(([path, patch]) => ({ path, patch })),
  );
const fieldsOf = (form: FormModel) => form.sections.flatMap((section) => section.fields);
const argvOf = (patches: Record<string, Correction>, values: CommandValues) => {
  const used = corrected(patches).spec;
  const filled = withInitialValues(used, values);
  expect(checkValues(used, filled)).toEqual({});
  return buildArgv(used, filled).argv;
};

describe("applyCorrections", () => {
  test("a label, help, group, bounds, choices, widget and place are the form's; the command line stays", () => {
    const { spec: used, outdated } = corrected({
      size: { label: "How large", help: "In metres.", group: "New Part", minimum: 1, maximum: 9 },
      name: { choices: [{ value: "a", label: "The first" }], position: 1 },
      tag: { widget: "textarea", group: "sizes" },
      "add.name": { label: "Who" },
    });
    const form = toForm(used);
    expect(outdated).toEqual([
      'The correction of --tag does not fit this version: The widget "textarea" cannot hold the value of the parameter.',
    ]);
    expect(form.sections.map(({ title, fields }) => [title, fields.map((field) => field.label)])).toEqual([
      ["Required", ["Source"]],
      ["Sizes", ["Tag"]],
      ["New Part", ["How large"]],
      ["Options", ["Name", "Quiet"]],
    ]);
    expect(fieldsOf(form).find((field) => field.path === "size")).toMatchObject({
      minimum: 1,
      maximum: 9,
      help: "In metres.",
    });
    expect(fieldsOf(form).find((field) => field.path === "name")).toMatchObject({ widget: "select" });
    expect(form.subcommands?.commands[0]?.form.sections[0]?.fields[0]?.label).toBe("Who");
    expect(checkValues(used, { size: "10", source: "x" })).toEqual({ size: [expect.stringContaining("9")] });
    expect(spec.command.groups).toHaveLength(1);
    expect(size.label).toBeUndefined();
  });

  test("a preset fills a fresh form, and is always on the command line", () => {
    const patches = {
      size: { initialValue: ["7"] },
      quiet: { initialValue: ["true"] },
      tag: { initialValue: ["a", "b c"] },
    };
    const { spec: used } = corrected(patches);
    expect(toInitialEntries(used)).toEqual([
      ["size", "7"],
      ["quiet", "on"],
      ["tag", "a"],
      ["tag", "b c"],
    ]);
    const values = readFormValues(used, [...toInitialEntries(used), ["source", "x"]]);
    expect(argvOf(patches, values)).toEqual(["--size=7", "--quiet", "--tag=a", "--tag=b c", "x"]);
    expect(argvOf(patches, { source: "x" })).toEqual(["x"]);
  });

  test("hidden: no field, the initial value is filled in, and another value is still accepted", () => {
    const patches = { size: { hidden: true, initialValue: ["7"] } };
    expect(fieldsOf(toForm(corrected(patches).spec)).map((field) => field.path)).not.toContain("size");
    expect(argvOf(patches, { source: "x" })).toEqual(["--size=7", "x"]);
    expect(argvOf(patches, { source: "x", size: "8" })).toEqual(["--size=8", "x"]);
  });

  test("a hidden initial value gives way to another one of its exclusive group, a locked one is an error then", () => {
    const either = aSpec([aFlag("fast", { mutex: "how" }), aFlag("cheap", { mutex: "how" })], {
      mutex: [{ id: "how", required: false, params: ["fast", "cheap"] }],
    });
    const used = (patch: Correction) => applyCorrections(either, [{ path: "fast", patch }]).spec;
    const hidden = used({ hidden: true, initialValue: ["true"] });
    expect(withInitialValues(hidden, {})).toEqual({ fast: true });
    expect(withInitialValues(hidden, { cheap: true })).toEqual({ cheap: true });
    const locked = used({ locked: true, initialValue: ["true"] });
    expect(checkValues(locked, withInitialValues(locked, { cheap: true }))).toHaveProperty("cheap");
  });

  test("locked: no field, always its initial value, and any other value is refused", () => {
    const patches = {
      size: { locked: true, initialValue: ["7"] },
      quiet: { locked: true },
      source: { locked: true, initialValue: ["in"] },
    };
    const { spec: used } = corrected(patches);
    expect(fieldsOf(toForm(used)).map((field) => field.path)).toEqual(["name", "tag"]);
    expect(argvOf(patches, {})).toEqual(["--size=7", "in"]);
    expect(argvOf(patches, { size: 7 })).toEqual(["--size=7", "in"]);
    expect(checkValues(used, withInitialValues(used, { size: "8", quiet: true }))).toEqual({
      size: ["This value is locked."],
      quiet: ["This value is locked."],
    });
    expect(prefill(used, new URLSearchParams("size=8&name=n"))).toEqual({ name: "n" });
    expect(toSearchParams(used, { size: "7", name: "n" }).toString()).toBe("name=n");
  });

  test("a secret's default leaves the spec", () => {
    const withDefault = aSpec([aParameter("token", { default: "hunter2", help: "Yours (default: hunter2)." })]);
    const { spec: used } = applyCorrections(withDefault, [{ path: "token", patch: { secret: true } }]);
    expect(JSON.stringify(used)).not.toContain("hunter2");
    expect(toForm(used).sections[0]?.fields[0]).toMatchObject({
      widget: "secret",
      initial: [],
      help: "Yours (default: ••••).",
    });
    expect(toFormEntries(used, {})).toEqual([]);
  });

  test("a parameter with a secret's name is a secret until the script or staff decide otherwise", () => {
    const params = ["password", "api_key"].map((each) => aParameter(each, { default: "hunter2" }));
    const withSecrets = aSpec([...params, aParameter("token", { secret: false })], {
      subcommands: { required: false, commands: [aCommand([aParameter("token")], { name: "push" })] },
    });
    const secretsOf = (patches: Record<string, Correction>) => {
      const entries = Object.entries(patches).map(([path, patch]) => ({ path, patch }));
      const { command } = applyCorrections(withSecrets, entries).spec;
      return [...command.params, ...(command.subcommands?.commands[0]?.params ?? [])].map((one) => one.secret);
    };
    expect(secretsOf({})).toEqual([true, true, false, true]);
    expect(JSON.stringify(applyCorrections(withSecrets, []).spec)).not.toContain("hunter2");
    const about = { label: "Of the server" };
    expect(secretsOf({ password: about, "push.token": about })).toEqual([true, true, false, true]);
    const decided = { password: { secret: false }, token: { secret: true }, "push.token": { secret: false } };
    expect(secretsOf(decided)).toEqual([false, true, true, false]);
    expect(secretsOf({ password: { initialValue: ["demo"] }, api_key: { choices: [{ value: "a" }] } })).toEqual([
      undefined,
      undefined,
      false,
      true,
    ]);
  });

  test("a secret by its name can reach the script as any other secret does", () => {
    const { spec: used, outdated } = applyCorrections(aSpec([aParameter("token")]), [
      { path: "token", patch: { secretBy: "env API_TOKEN" } },
    ]);
    expect(outdated).toEqual([]);
    expect(buildArgv(used, { token: "hunter2" }).argv).toEqual([]);
  });

  test.each<[string, string, Correction, RegExp]>([
    ["a parameter that no longer exists", "gone", { label: "x" }, /correction of gone has no effect/],
    ["bounds of a text", "name", { minimum: 1 }, /Only numbers can have/],
    ["choices of a switch", "quiet", { choices: [{ value: "a" }] }, /takes no value/],
    ["a widget for another kind", "quiet", { widget: "select" }, /widget "select"/],
    ["an initial value that is no value of it", "size", { initialValue: ["many"] }, /whole number/],
    ["a secret with an initial value", "name", { secret: true, initialValue: ["x"] }, /secret has no initial value/],
    ["hiding what is required", "source", { hidden: true }, /needs an initial value/],
    ["locking what is required", "add.name", { locked: true }, /needs an initial value/],
  ])("%s changes nothing and is told", (_, path, patch, message) => {
    const { spec: used, outdated } = corrected({ [path]: patch });
    expect(outdated).toEqual([expect.stringMatching(message)]);
    expect({ ...patch, ...used.command.params.find((one) => one.id === path) }).toMatchObject(
      spec.command.params.find((one) => one.id === path) ?? {},
    );
  });

  test("where a secret goes: only of a secret with one value, and to no variable of the system", () => {
    const patches: Record<string, Correction> = {
      name: { secret: true, secretBy: "env API_KEY" },
      size: { secretBy: "stdin" },
      tag: { secret: true, secretBy: "stdin" },
      source: { secret: true, secretBy: "env PATH" },
    };
    const { spec: used, outdated } = corrected(patches);
    expect(used.command.params.map((one) => one.secretBy)).toEqual([
      undefined,
      undefined,
      "env API_KEY",
      undefined,
      undefined,
    ]);
    expect(outdated).toHaveLength(3);
    const values = { name: "hidden", source: "s" };
    expect(checkValues(used, values)).toEqual({});
    expect(buildArgv(used, values).argv).toEqual(["s"]);
  });
});
