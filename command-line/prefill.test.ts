import { describe, expect, test } from "vitest";
import { prefill, toSearchParams } from "./prefill";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const add = aCommand([aPositional("name"), aParameter("count")], { name: "add" });
const remote = aCommand([], { name: "remote", subcommands: { required: true, commands: [add] } });
const spec = aSpec(
  [
    aParameter("max_count", { type: "integer" }),
    aParameter("tag", { action: "append" }),
    aParameter("colour", { choices: [{ value: "red" }, { value: "blue" }] }),
    aFlag("loud"),
    aFlag("cache", { action: "boolean_optional", negativeFlags: ["--no-cache"] }),
    aParameter("password", { secret: true }),
    aParameter("fasta", { format: "file", mode: "r" }),
    aParameter("out", { format: "file", mode: "w" }),
    aPositional("in-file", { nargs: "?" }),
  ],
  { subcommands: { required: false, commands: [remote] } },
);
const read = (text: string) => prefill(spec, new URLSearchParams(text));

describe("prefill", () => {
  test.each([
    ["max_count=1&max_count=2", { max_count: "2" }],
    ["tag=a&tag=b", { tag: ["a", "b"] }],
    ["loud=false", { loud: true }],
    ["loud=", { loud: true }],
    ["cache=false", { cache: false }],
    ["cache=1", { cache: true }],
    ["colour=pink", {}],
    ["colour=red", { colour: "red" }],
    ["out=x.txt", { out: "x.txt" }],
    ["in_file=x", { "in-file": "x" }],
    ["nosuch=1&__subparser=nosuch", {}],
    ["", {}],
  ])("reads ?%s by Wooey's rules", (text, values) => {
    expect(read(text)).toEqual(values);
  });

  test("chooses the sub-command, nested too, and fills it in", () => {
    expect(read("__subparser=remote&__subparser=add&name=me")).toEqual({
      $command: { name: "remote", values: { $command: { name: "add", values: { name: "me" } } } },
    });
  });

  test("takes no secret and no upload from a link", () => {
    expect(read("password=x&fasta=upload:1")).toEqual({});
  });
});

describe("toSearchParams", () => {
  test("makes the link that fills the values in again, without secrets and uploads", () => {
    const values = {
      max_count: "3",
      tag: ["a", "b&c"],
      loud: true,
      cache: false,
      password: "hunter2",
      fasta: "upload:1",
      $command: { name: "remote", values: { $command: { name: "add", values: { name: "me" } } } },
    };
    const params = toSearchParams(spec, values);
    expect(params.toString()).not.toMatch(/hunter2|upload/);
    const { password: _, fasta: __, ...rest } = values;
    expect(prefill(spec, params)).toEqual(rest);
  });
});
