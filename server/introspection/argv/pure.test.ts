import path from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const ENTRY = `
  import { buildArgv } from "./build";
  import { readCommand } from "./command";
  import { toCurl, toPython } from "./curl";
  import { toForm } from "./form";
  import { readFormValues } from "./form-values";
  import { prefill } from "./prefill";
  import { joinCommandLine } from "./shell";
  import { checkValues } from "./validate";
  globalThis.answer = (spec, text) => {
    const values = readCommand(spec, text);
    return JSON.stringify({
      values,
      argv: joinCommandLine(buildArgv(spec, values).argv),
      errors: checkValues(spec, values),
      fields: toForm(spec).fieldCount,
      snippets: [toCurl(spec, "x", values, "http://x"), toPython(spec, "x", values, "http://x")].length,
      form: readFormValues(spec, [["count", "3"]]),
      link: prefill(spec, new URLSearchParams("count=4")),
    });
  };
`;

const SPEC = {
  schema: 1,
  engine: "argparse",
  method: "runtime",
  stubbed: [],
  warnings: [],
  command: {
    name: "",
    groups: [],
    mutex: [],
    params: [
      {
        id: "count",
        dest: "count",
        kind: "option",
        flags: ["-c", "--count"],
        action: "store",
        type: "integer",
        required: false,
      },
      {
        id: "loud",
        dest: "loud",
        kind: "option",
        flags: ["--loud"],
        action: "store_true",
        nargs: 0,
        type: "boolean",
        required: false,
      },
    ],
    subcommands: { required: false, commands: [{ name: "add", groups: [], mutex: [], params: [] }] },
  },
};

async function bundle(): Promise<string> {
  const stub = path.join(import.meta.dirname, "browser-builtins.cjs");
  const result = await build({
    stdin: { contents: ENTRY, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "iife",
    alias: { assert: stub, fs: stub, path: stub, util: stub },
  });
  return result.outputFiles[0]!.text;
}

describe("server/introspection/argv in a browser", () => {
  test("needs no Node module, no process and no code from strings, and is under 32 kB", async () => {
    const code = await bundle();
    const context = vm.createContext(
      { TextEncoder, URLSearchParams },
      { codeGeneration: { strings: false, wasm: false } },
    );
    vm.runInContext(code, context);
    const answer = (text: string): unknown =>
      JSON.parse(vm.runInContext(`answer(${JSON.stringify(SPEC)}, ${JSON.stringify(text)})`, context) as string);
    expect(answer("-c 2 --loud add")).toEqual({
      values: { count: "2", loud: true, $command: { name: "add", values: {} } },
      argv: "--count=2 --loud add",
      errors: {},
      fields: 2,
      snippets: 2,
      form: { count: "3" },
      link: { count: "4" },
    });
    expect(() => answer("--nope")).toThrow("unrecognized arguments: --nope");
    expect(gzipSync(code).length).toBeLessThan(32_000);
  });
});
