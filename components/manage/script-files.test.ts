import { describe, expect, test } from "vitest";
import { toName, withFormFiles } from "./script-files";

describe("withFormFiles", () => {
  test("pairs each script with the form file that is named after it, regardless of their order", () => {
    const names = ["b.form.yaml", "a.sh", "lost.form.yaml", "a.sh.form.yaml", "b.R", "c.py", "a.form.yaml"];
    const files = withFormFiles(names.map((name) => new File([], name)));
    expect(files.map((pair) => pair.map((file) => file.name))).toEqual([
      ["a.sh", "a.sh.form.yaml"],
      ["b.R", "b.form.yaml"],
      ["c.py"],
      ["lost.form.yaml"],
      ["a.form.yaml"],
    ]);
  });
});

describe("toName", () => {
  test("turns the file's name into words", () => {
    expect([toName("text_tools.py"), toName("run-all.sh"), toName(".py")]).toEqual(["Text tools", "Run all", ".py"]);
  });
});
