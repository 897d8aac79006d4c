import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "@/server/root";
import { readFormBlock } from "./form-block";

const text = fs.readFileSync(path.join(projectRoot(), "docs/form-block.md"), "utf8");
const examples = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(
  ([, language, source]) => [language, source] as const,
);

describe("docs/form-block.md", () => {
  test("has an example each for bash, R and Node", () => {
    expect(examples.map(([language]) => language)).toEqual(["bash", "r", "js"]);
  });

  test.each(examples)("the example for %s is understood", (_, source) => {
    expect(readFormBlock(source ?? "", "x")).toMatchObject({ spec: { command: { params: expect.any(Array) } } });
  });
});
