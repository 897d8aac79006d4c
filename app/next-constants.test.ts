import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import config from "@/next.config";

const next = path.resolve("node_modules/next/dist");
const requires = /const (\w+) = require\("((?:\.\.\/)+lib\/constants)"\)/;

test("the constants that Next's browser code reads are those that stand in for all of them", () => {
  const read = new Set<string>();
  for (const folder of ["client", "shared"]) {
    for (const name of fs.readdirSync(path.join(next, folder), { recursive: true, encoding: "utf8" })) {
      const file = path.join(next, folder, name);
      const text = name.endsWith(".js") ? fs.readFileSync(file, "utf8") : "";
      const [, variable, from] = requires.exec(text) ?? [];
      if (!variable || !from || path.resolve(path.dirname(file), from) !== path.join(next, "lib/constants")) continue;
      expect(Object.keys(config.turbopack?.resolveAlias ?? {}), file).toContain(from);
      for (const [, constant] of text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, "g"))) read.add(constant ?? "");
    }
  }
  const shim = fs.readFileSync(path.join(import.meta.dirname, "next-constants.mjs"), "utf8");
  expect([...read].toSorted()).toEqual([...shim.matchAll(/^ {2}(\w+),$/gm)].map(([, name]) => name));
});
