import fs from "node:fs";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

describe("command-line", () => {
  test("needs nothing of Node, and no package but argparse", async () => {
    const files = fs.readdirSync(import.meta.dirname).filter((name) => /^[\w-]+\.ts$/.test(name));
    expect(files).toContain("build.ts");
    const { metafile } = await build({
      stdin: {
        contents: files.map((name) => `export * as _${files.indexOf(name)} from "./${name}";`).join("\n"),
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      write: false,
      metafile: true,
      platform: "neutral",
      external: ["node:*", "argparse"],
    });
    const outside = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter((one) => one.external));
    expect(new Set(outside.map((one) => one.path))).toEqual(new Set(["argparse"]));
  });
});
