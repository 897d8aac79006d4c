import path from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { checkEntries, maskEntries } from "./check-entries";
import { aParameter, aSpec } from "./testing/specs";

const spec = aSpec([
  aParameter("count", { type: "integer" }),
  aParameter("token", { secret: true }),
  aParameter("pairs", { secret: true, action: "append", nargs: 2 }),
  aParameter("rest", { nargs: "remainder" }),
]);

describe("checkEntries", () => {
  test("returns the values and what is wrong with them", () => {
    expect(checkEntries(spec, [["count", "3"]])).toEqual({ errors: {}, values: { count: "3" } });
    expect(checkEntries(spec, [["count", "many"]]).errors).toEqual({ count: ["Enter a whole number."] });
  });

  test("names the field that cannot be read", () => {
    const { errors, values } = checkEntries(spec, [["rest", "an 'open quote"]]);
    expect(Object.keys(errors)).toEqual(["rest"]);
    expect(values).toBeNull();
  });

  test("needs less than 9.5 kB in a browser, neither Node nor argparse, and evaluates no code from texts", async () => {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: `import { checkEntries } from "./check-entries";
          globalThis.answer = (spec, entries) => JSON.stringify(checkEntries(spec, entries));`,
        resolveDir: import.meta.dirname,
      },
      tsconfig: path.resolve("tsconfig.json"),
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      platform: "browser",
      format: "iife",
    });
    expect(Object.keys(metafile.inputs).filter((name) => name.includes("node_modules"))).toEqual([]);
    const code = outputFiles[0]?.text ?? "";
    expect(gzipSync(code).length).toBeLessThan(9_500);
    const bare = vm.createContext({ TextEncoder }, { codeGeneration: { strings: false, wasm: false } });
    vm.runInContext(code, bare);
    const answer = vm.runInContext(`answer(${JSON.stringify(spec)}, [["count", "1.5"]])`, bare) as string;
    expect(JSON.parse(answer)).toEqual({ errors: { count: ["Enter a whole number."] }, values: { count: "1.5" } });
  });
});

describe("maskEntries", () => {
  test("masks secrets, also in rows, and nothing else", () => {
    const entries: [string, string][] = [
      ["count", "3"],
      ["token", "hush"],
      ["pairs[0]", "one"],
      ["pairs[0]", "two"],
    ];
    const { values } = checkEntries(spec, entries);
    expect(maskEntries(spec, entries, values ?? {})).toEqual([
      ["count", "3"],
      ["token", "••••"],
      ["pairs[0]", "••••"],
      ["pairs[0]", "••••"],
    ]);
  });
});
