import { beforeAll, describe, expect, test } from "vitest";
import { anApiKey, aParameter, aScript, aSpec, aUser, bearer } from "@/db/testing/factories";
import { callOperation } from "../testing/operation";

let headers: Record<string, string>;
let slug: string;
beforeAll(async () => {
  headers = await bearer(await aUser());
  const spec = aSpec([
    aParameter("table", { kind: "positional", flags: [], required: true, format: "file", mode: "r" }),
    aParameter("mode", { flags: ["-m", "--mode"], choices: [{ value: "fast" }, { value: "slow" }], help: "how" }),
    aParameter("threads", { type: "integer" }),
    aParameter("list", { hint: { kind: "file" } }),
    aParameter("out", { format: "file", mode: "w", default: "/tmp/result.csv" }),
  ]);
  slug = (await aScript({ spec })).slug;
});

const check = (args: string[], params: Record<string, string> = { slug }) =>
  callOperation("checkArguments", { params, headers, json: { args } });

describe("POST /scripts/{slug}/command-line", () => {
  test("200 with the files that the script would read and write, as the arguments name them", async () => {
    const { status, json } = await check(["in/a.csv", "--mo", "fast", "--list=x,y", "--out", "r.csv"]);
    expect([status, json]).toEqual([
      200,
      {
        inputs: [
          { name: "in/a.csv", isOptional: false },
          { name: "x,y", isOptional: true },
        ],
        outputs: ["r.csv"],
      },
    ]);
    expect((await check(["-"])).json).toEqual({ inputs: [{ name: "-", isOptional: false }], outputs: [] });
  });

  test("422 in the words of the script's library, and by parameter", async () => {
    const unknown = await check(["a.csv", "--nonsense"]);
    expect([unknown.status, unknown.json.errors]).toEqual([
      422,
      [{ pointer: "/args", detail: "unrecognized arguments: --nonsense" }],
    ]);
    const wrong = await check(["a.csv", "--threads", "many"]);
    expect(wrong.json.errors).toEqual([{ pointer: "/args", detail: "threads: Enter a whole number." }]);
  });

  test("404 for no script, and for one that the key is not for", async () => {
    expect((await check([], { slug: "none" })).status).toBe(404);
    const { key } = await anApiKey({ scriptIds: [(await aScript()).id] });
    const other = { params: { slug }, headers: { authorization: `Bearer ${key}` }, json: {} };
    expect((await callOperation("checkArguments", other)).status).toBe(404);
  });
});

test("GET /scripts/{slug}/command-line: 200 with what shells complete", async () => {
  const { status, json } = await callOperation("getCommandLine", { params: { slug }, headers });
  expect(status).toBe(200);
  expect(json.usage).toBe("[options] TABLE");
  expect(json.options[0]).toEqual({
    flags: ["-m", "--mode"],
    value: "MODE",
    help: "how",
    choices: ["fast", "slow"],
    isFile: false,
    isRequired: false,
  });
  expect(json.positionals).toMatchObject([{ flags: [], value: "TABLE", isFile: true, isRequired: true }]);
  const version = await callOperation("getCommandLine", { params: { slug }, headers, query: "?version=v9.9" });
  expect(version.status).toBe(404);
});
