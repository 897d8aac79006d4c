import { expect, test } from "vitest";
import { readScriptQuery, scriptsPath } from "./script-query";

test("what stands in the address is read again, and nonsense is left out", () => {
  const query = { text: "a & b", state: "off", after: "Name ~ of it~slug-1" } as const;
  const path = scriptsPath({ text: "", state: null, after: null }, query);
  expect(readScriptQuery(Object.fromEntries(new URL(path, "http://x").searchParams))).toEqual(query);
  expect(readScriptQuery({ q: ["  x ", "y"], state: "other" })).toEqual({ text: "x", state: null, after: null });
});

test("a change of a filter starts at the beginning", () => {
  const query = { text: "x", state: null, after: "b~b" };
  expect(scriptsPath(query, { state: "attention" })).toBe("/manage/?state=attention&q=x");
  expect(scriptsPath({ ...query, text: "" }, {})).toBe("/manage/");
});
