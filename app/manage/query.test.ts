import { expect, test } from "vitest";
import { scriptsPath } from "@/components/manage/script-query";
import { readQuery } from "@/server/http/query";
import { scriptQuery } from "./query";

test("reads back what it wrote to the address, and ignores invalid values", () => {
  const query = { text: "a & b", state: "off", after: "Name ~ of it~slug-1" } as const;
  const path = scriptsPath({ text: "", state: null, after: null }, query);
  expect(readQuery(scriptQuery, Object.fromEntries(new URL(path, "http://x").searchParams))).toEqual(query);
  expect(readQuery(scriptQuery, { q: ["  x ", "y"], state: "other" })).toEqual({ text: "x", state: null, after: null });
});

test("returns to the first page when a filter changes", () => {
  const query = { text: "x", state: null, after: "b~b" };
  expect(scriptsPath(query, { state: "attention" })).toBe("/manage/?state=attention&q=x");
  expect(scriptsPath({ ...query, text: "" }, {})).toBe("/manage/");
});
