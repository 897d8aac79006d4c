import { describe, expect, test } from "vitest";
import { toCurl, toPython } from "./curl";
import { splitCommandLine } from "./shell";
import { aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const spec = aSpec([
  aPositional("title"),
  aFlag("loud"),
  aParameter("source", { format: "file", mode: "r" }),
  aParameter("password", { secret: true }),
]);
const values = { title: "it's", loud: true, source: "upload:1", password: "hunter2" };

describe("toCurl", () => {
  test("is a shell command that submits the same job", () => {
    expect(
      splitCommandLine(
        toCurl(spec, values, { slug: "my-script", baseUrl: "https://wooey.example/" }).replaceAll("\\\n", ""),
      ),
    ).toEqual([
      "curl",
      "https://wooey.example/api/scripts/v1/my-script/submit/",
      "-H",
      "Authorization: Bearer $WOOEY_API_KEY",
      "--form-string",
      "job_name=my-script",
      "--form-string",
      `command=--loud --source=source '--password=••••' 'it'"'"'s'`,
      "-F",
      "source=@source",
    ]);
  });
});

describe("text that may be a file", () => {
  test("has a file in the snippets where one was uploaded", () => {
    const uncertain = aSpec([aParameter("input", { hint: { kind: "file", mode: "r" } })]);
    const target = { slug: "x", baseUrl: "https://wooey.example" };
    const uploads = new Map([["input", new Set(["t.tsv"])]]);
    const uploaded = toCurl(uncertain, { input: "t.tsv" }, { ...target, uploads });
    expect(uploaded).toContain("command=--input=input");
    expect(uploaded).toContain("-F input=@input");
    const typed = toCurl(uncertain, { input: "t.tsv" }, target);
    expect(typed).toContain("command=--input=t.tsv");
    expect(typed).not.toContain("-F input");
  });
});

describe("toPython", () => {
  test("is a Python program that submits the same job", () => {
    const code = toPython(spec, values, { slug: "my-script", baseUrl: "https://wooey.example" });
    expect(code).toContain(`"command": "--loud --source=source '--password=••••' 'it'\\"'\\"'s'"`);
    expect(code).toContain('files=[("source", open("source", "rb"))],');
    expect(code).not.toContain("hunter2");
  });
});
