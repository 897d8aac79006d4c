import { describe, expect, test } from "vitest";
import { aCommand, aFlag, aParameter, aSpec } from "@/command-line/testing/specs";
import { diffSpecs } from "./spec-diff";

describe("diffSpecs", () => {
  test("what was added, what was removed, and what changed of the rest, also in sub-commands", () => {
    const sub = (choices: string[]) => ({
      subcommands: {
        required: true,
        commands: [aCommand([aParameter("how", { choices: choices.map((value) => ({ value })) })], { name: "add" })],
      },
    });
    const from = aSpec([aParameter("size", { type: "integer", default: 5 }), aFlag("old"), aFlag("same")], sub(["a"]));
    const to = aSpec(
      [aParameter("size", { type: "number", default: 5, required: true }), aFlag("same"), aParameter("new_one")],
      sub(["a", "b"]),
    );
    expect(diffSpecs(from, to)).toEqual({
      added: [{ path: "new_one", name: "--new-one" }],
      removed: [{ path: "old", name: "--old" }],
      changed: [
        {
          path: "size",
          name: "--size",
          changes: [
            { what: "type", from: "integer", to: "number" },
            { what: "required", from: "no", to: "yes" },
          ],
        },
        { path: "add.how", name: "add --how", changes: [{ what: "choices", from: "a", to: "a, b" }] },
      ],
    });
    expect(diffSpecs(to, to)).toEqual({ added: [], removed: [], changed: [] });
  });

  test.each([aParameter("key", { secret: true }), aParameter("api_key")])(
    "does not show a secret's default",
    (secret) => {
      const [from, to] = ["a", "b"].map((standard) => aSpec([{ ...secret, default: standard }]));
      expect(diffSpecs(from!, to!).changed).toEqual([]);
    },
  );
});
