import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readJsonInput } from "./json-input";
import { splitCommandLine } from "./shell";
import { toSnippets } from "./snippets";
import { aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const spec = aSpec([
  aPositional("title"),
  aFlag("loud"),
  aParameter("sizes", { type: "integer", action: "append" }),
  aParameter("source", { format: "file", mode: "r" }),
  aParameter("password", { secret: true }),
]);
const target = { slug: "my-script", baseUrl: "https://wooey.example/" };
const url = "https://wooey.example/api/v2/scripts/my-script/jobs";
const values = { title: 'it\'s \\ "é"', loud: true, sizes: ["3", "4"], source: "upload:1", password: "hunter2" };
const input = { title: values.title, loud: true, sizes: [3, 4], source: { $file: "source" }, password: "••••" };
const { source: _, ...withoutFile } = values;

describe("toSnippets", () => {
  test("curl submits the same job, with files as parts of a form", () => {
    const words = splitCommandLine(toSnippets(spec, values, target).curl.replaceAll("\\\n", ""));
    expect(words).toEqual([
      ...["curl", url, "-H", "Authorization: Bearer $WOOEY_API_KEY", "-H", "Prefer: wait=45"],
      ...["--form-string", `job=${JSON.stringify({ input })}`, "-F", "source=@source"],
    ]);
  });

  test("curl sends JSON without files, and the input is that of the form", () => {
    const words = splitCommandLine(toSnippets(spec, withoutFile, target).curl.replaceAll("\\\n", ""));
    const sent = JSON.parse(words.at(-1) ?? "");
    expect(readJsonInput(spec, sent.input)).toEqual({ values: { ...withoutFile, password: "••••" }, errors: [] });
  });

  test("Python and JavaScript send the same JSON", () => {
    const { python, javascript } = toSnippets(spec, values, target);
    expect(python).toContain('files=[("source", open("source", "rb"))],');
    expect(javascript).toContain('body.append("source", await openAsBlob("source"), "source");');
    const [, inPython = ""] = /json\.dumps\((.*)\)\},/.exec(python) ?? [];
    const [, inJavaScript = ""] = /JSON\.stringify\((.*)\)\);/.exec(javascript) ?? [];
    const printed = execFileSync("python3", ["-c", `import json; print(json.dumps(${inPython}))`], {
      encoding: "utf8",
    });
    expect(JSON.parse(printed)).toEqual({ input });
    expect(JSON.parse(inJavaScript)).toEqual({ input });
    for (const snippet of [python, javascript]) expect(snippet).not.toContain("hunter2");
  });

  test("a file at standard input is a part of its own, in each language", () => {
    const snippets = toSnippets(spec, { title: "x", source: "upload:1" }, { ...target, hasStandardInput: true });
    const job = { input: { title: "x", source: { $file: "source" } }, stdin: { $file: "stdin" } };
    expect(snippets.curl).toContain("-F stdin=@stdin");
    for (const text of Object.values(snippets))
      expect(text).toContain(
        JSON.stringify(job.stdin)
          .slice(1, -1)
          .replace(":", text === snippets.python ? ": " : ":"),
      );
  });

  test("a text that may be a file is one where a file was uploaded", () => {
    const uncertain = aSpec([aParameter("input", { hint: { kind: "file", mode: "r" } })]);
    const uploads = new Map([["input", new Set(["t.tsv"])]]);
    const uploaded = toSnippets(uncertain, { input: "t.tsv" }, { ...target, uploads }).curl;
    expect(uploaded).toContain('{"input":{"input":{"$file":"input"}}}');
    expect(uploaded).toContain("-F input=@input");
    expect(toSnippets(uncertain, { input: "t.tsv" }, target).curl).toContain('{"input":{"input":"t.tsv"}}');
  });
});
