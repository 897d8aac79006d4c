import { describe, expect, test } from "vitest";
import { readJsonInput, toJsonInput } from "./json-input";
import type { FileInput } from "./read-input";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const add = aCommand([aPositional("paths", { nargs: "+" }), aFlag("force")], { name: "add", aliases: ["a"] });
const spec = aSpec(
  [
    aParameter("threads", { type: "integer", minimum: 1, maximum: 64, default: 4 }),
    aParameter("ratio", { type: "number" }),
    aParameter("mode", { choices: [{ value: "fast" }, { value: "slow" }], caseInsensitive: true }),
    aParameter("data", { format: "file", mode: "r", nargs: "+" }),
    aParameter("password", { secret: true, nargs: 2 }),
    aParameter("settings", { type: "object" }),
    aParameter("size", { action: "append", nargs: 2, type: "number" }),
    aParameter("log", { nargs: "?" }),
    aParameter("start", { initialValue: "now" }),
    aParameter("user", { locked: true, initialValue: "me" }),
    aParameter("left", { mutex: "m0", default: "l" }),
    aParameter("right", { mutex: "m0" }),
  ],
  {
    mutex: [{ id: "m0", required: false, params: ["left", "right"] }],
    subcommands: { required: false, commands: [add] },
  },
);

const fixed = { start: "now", user: "me" };

describe("readJsonInput", () => {
  test("values of every kind, and files by a callback", () => {
    const files: [FileInput, string][] = [];
    const input = {
      threads: 8,
      ratio: -1e-7,
      mode: "fast",
      data: [{ $file: "a.csv" }, { $upload: "u1" }, { $job: 12, path: "out/b.csv" }],
      settings: { deep: [1] },
      size: [
        [1, 2],
        [3, 4.5],
      ],
      log: true,
      right: null,
      $command: { add: { paths: ["x"], force: true } },
    };
    const readFile = (file: FileInput, pointer: string) => `upload:${files.push([file, pointer]) - 1}`;
    expect(readJsonInput(spec, input, { readFile, base: "/input" })).toEqual({
      values: {
        threads: "8",
        ratio: "-0.0000001",
        mode: "fast",
        data: ["upload:0", "upload:1", "upload:2"],
        settings: '{"deep":[1]}',
        size: [
          ["1", "2"],
          ["3", "4.5"],
        ],
        log: true,
        ...fixed,
        $command: { name: "add", values: { paths: ["x"], force: true } },
      },
      errors: [],
    });
    expect(files).toEqual([
      [{ kind: "part", name: "a.csv" }, "/input/data/0"],
      [{ kind: "upload", id: "u1" }, "/input/data/1"],
      [{ kind: "job", job: "12", path: "out/b.csv" }, "/input/data/2"],
    ]);
  });

  test("every error says where, what was given and what is allowed", () => {
    const input = {
      threads: 65,
      mode: "FAST",
      data: "x",
      left: "a",
      right: "b",
      $command: { add: { paths: ["x", 1] } },
      zoom: 1,
    };
    expect(readJsonInput(spec, input, { base: "/input" }).errors).toEqual([
      {
        pointer: "/input/threads",
        detail: "Ensure this value is less than or equal to 64.",
        given: 65,
        allowed: { type: "integer", minimum: 1, maximum: 64 },
      },
      {
        pointer: "/input/mode",
        detail: "Select a valid choice. FAST is not one of the available choices.",
        given: "FAST",
        allowed: ["fast", "slow"],
      },
      expect.objectContaining({ pointer: "/input/data", detail: "This must be an array.", given: "x" }),
      expect.objectContaining({ pointer: "/input/$command/add/paths/1", detail: "This must be a string.", given: 1 }),
      {
        pointer: "/input/zoom",
        detail: "This script has no such parameter.",
        allowed: [
          "threads",
          "ratio",
          "mode",
          "data",
          "password",
          "settings",
          "size",
          "log",
          "start",
          "left",
          "right",
          "$command",
        ],
      },
      { pointer: "/input/right", detail: "This cannot be combined with --left." },
    ]);
  });

  test("a required parameter, and one of a chosen command", () => {
    const demanding = aSpec([aPositional("name")], { subcommands: { required: true, commands: [add] } });
    expect(readJsonInput(demanding, {}).errors).toMatchObject([
      { pointer: "/name", detail: "This field is required." },
      { pointer: "/$command", detail: "This field is required.", allowed: ["add"] },
    ]);
    expect(readJsonInput(demanding, { name: "x", $command: { add: {} } }).errors).toMatchObject([
      { pointer: "/$command/add/paths", detail: "This field is required." },
    ]);
  });

  test("secrets are repeated nowhere", () => {
    const { errors } = readJsonInput(spec, { password: ["--hunter2", "x"], passwrod: "hunter2" });
    expect(errors.map(({ pointer }) => pointer)).toEqual(["/password/0", "/passwrod"]);
    expect(JSON.stringify(errors)).not.toContain("hunter2");
  });

  test("locked, hidden and null parameters, an alias, and something else than an object", () => {
    const pointers = (input: unknown) => readJsonInput(spec, input).errors.map(({ pointer }) => pointer);
    expect(pointers({ user: "me" })).toEqual(["/user"]);
    expect(pointers({ $command: { a: { paths: ["x"] } } })).toEqual(["/$command"]);
    expect(pointers([])).toEqual([""]);
    expect(readJsonInput(spec, { start: null }).values).toEqual({ user: "me" });
  });
});

describe("toJsonInput", () => {
  test("writes what readJsonInput reads, without secrets and locked parameters", () => {
    const values = {
      threads: "1_0",
      ratio: "inf",
      mode: "FAST",
      data: ["file:3"],
      password: ["a", "b"],
      settings: '{"a": 1}',
      log: true,
      user: "me",
      $command: { name: "a", values: { paths: ["x"] } },
    };
    const input = toJsonInput(spec, values, (reference) => ({ $job: 1, path: reference }));
    expect(input).toEqual({
      threads: 10,
      ratio: "inf",
      mode: "fast",
      data: [{ $job: 1, path: "file:3" }],
      settings: { a: 1 },
      log: true,
      $command: { add: { paths: ["x"] } },
    });
    expect(readJsonInput(spec, input).errors).toEqual([]);
  });

  test("integers that JSON numbers cannot hold are strings", () => {
    const large = aSpec([aParameter("id", { type: "integer" })]);
    const input = toJsonInput(large, { id: "+12345678901234567890" });
    expect(input).toEqual({ id: "12345678901234567890" });
    expect(readJsonInput(large, input)).toEqual({ values: { id: "12345678901234567890" }, errors: [] });
    expect(readJsonInput(large, { id: 2 ** 60 }).errors).toHaveLength(1);
  });
});
