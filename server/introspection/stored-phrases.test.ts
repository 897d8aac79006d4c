import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { storedPhrases } from "./stored-phrases";

test("each sentence is one that is said somewhere", () => {
  const here = import.meta.dirname;
  const programs = fs.readdirSync(path.join(here, "describe")).filter((name) => name.endsWith(".py"));
  const files = [
    ...["describe.ts", "describe-help.ts", "form-block.ts", "../runner/describe-again.ts"],
    ...programs.map((name) => `describe/${name}`),
  ];
  const said = files.map((name) => fs.readFileSync(path.join(here, name), "utf8")).join("\n");
  expect([...storedPhrases].filter((sentence) => !said.includes(JSON.stringify(sentence)))).toEqual([]);
});
