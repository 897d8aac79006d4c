import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkboxField, idField, idsField, readForm, textField } from "./forms";
import { readQuery } from "./http/query";

function form(entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe("readForm", () => {
  const schema = z.object({ name: textField, isActive: checkboxField, id: idField, groups: idsField });

  test("reads texts, checkboxes, ids and lists, and drops what the schema does not name", () => {
    const filled = form([
      ["name", "first"],
      ["name", "last"],
      ["isActive", "on"],
      ["id", "7"],
      ["groups", "1"],
      ["groups", "2"],
      ["$ACTION_ID", "x"],
    ]);
    expect(readForm(schema, filled)).toEqual({ name: "last", isActive: true, id: 7, groups: [1, 2] });
  });

  test("gives what stands for a missing field", () => {
    expect(readForm(schema, form([]))).toEqual({ name: "", isActive: false, id: 0, groups: [] });
  });

  test("takes no file for a text", () => {
    const data = form([]);
    data.append("name", new File(["x"], "x.txt"));
    expect(readForm(schema, data).name).toBe("");
  });

  test("refuses what does not fit the schema", () => {
    expect(() => readForm(z.object({ role: z.enum(["user"]) }), form([["role", "king"]]))).toThrow(z.ZodError);
  });
});

describe("readQuery", () => {
  const schema = z.object({ q: z.string().default(""), page: z.string().transform(Number).optional() });

  test("reads the query of a request and of a page; the first of repeated values counts", () => {
    expect(readQuery(schema, new Request("http://x/?q=a&q=b&page=2&other=1"))).toEqual({ q: "a", page: 2 });
    expect(readQuery(schema, { q: ["a", "b"], page: undefined })).toEqual({ q: "a" });
  });
});
