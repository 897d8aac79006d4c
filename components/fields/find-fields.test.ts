import { describe, expect, test } from "vitest";
import { aCommand, aParameter, aSpec } from "@/command-line/testing/specs";
import { findFields } from "./find-fields";

const inner = aCommand([aParameter("keep", { help: "Days to keep." })], { name: "inner" });
const spec = aSpec([aParameter("dry_run")], {
  subcommands: {
    required: true,
    commands: [
      aCommand([aParameter("keep"), aParameter("days")], {
        name: "prune",
        subcommands: { required: false, commands: [inner] },
      }),
      aCommand([aParameter("path", { help: "What to KEEP" })], { name: "create" }),
      aCommand([], { name: "list" }),
    ],
  },
});

describe("findFields", () => {
  test("searches label, option and help, in sub-commands too", () => {
    expect([...findFields(spec, "keep").paths]).toEqual(["prune.keep", "prune.inner.keep", "create.path"]);
    expect([...findFields(spec, "Dry Run").paths]).toEqual(["dry_run"]);
    expect([...findFields(spec, "--days").paths]).toEqual(["prune.days"]);
    expect(findFields(spec, "nothing").paths.size).toBe(0);
  });

  test("omits parameters without a field, and knows the field of further arguments", () => {
    const lenient = aSpec(
      [aParameter("hidden", { hidden: true }), aParameter("fixed", { locked: true })],
      {},
      { lenient: true },
    );
    expect([...findFields(lenient, "d").paths]).toEqual(["$rest"]);
  });

  test("counts them for each tab, including the tabs inside it", () => {
    const { tabs } = findFields(spec, "keep");
    expect(Object.fromEntries(tabs)).toEqual({
      "$command=prune": 2,
      "prune.$command=inner": 1,
      "$command=create": 1,
      "$command=list": 0,
    });
  });
});
