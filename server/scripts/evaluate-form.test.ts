import { expect, test } from "vitest";
import { aParameter, aSpec } from "@/command-line/testing/specs";
import { evaluateForm } from "./evaluate-form";

test("evaluateForm shows the file at standard input in the command, and in the calls of the API", () => {
  const script = { slug: "count", filename: "count.py", path: "/scripts/count/", origin: "https://wooey.example" };
  const evaluate = (...stdin: [string, string][]) =>
    evaluateForm(aSpec([aParameter("top")]), [["top", "3"], ...stdin], script).preview;
  expect(evaluate()?.shell).toBe("count.py --top=3");
  const preview = evaluate(["$stdin", "my words.txt"], ["$stdin.$upload", "my words.txt"]);
  expect(preview?.shell).toBe("count.py --top=3 < 'my words.txt'");
  expect(preview?.curl).toContain("-F stdin=@stdin");
  expect(preview?.link).toBe("/scripts/count/?top=3");
});
