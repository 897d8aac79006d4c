import { describe, expect, test } from "vitest";
import { personPath } from "@/components/manage/person-filters";
import { readQuery } from "@/server/http/query";
import { personQuery } from "./query";

describe("the address of the list of people", () => {
  test("contains what is shown, and is read back unchanged", () => {
    const query = { text: "ö & co", role: "staff" as const, isOff: true, after: "müller" };
    const { searchParams } = new URL(personPath(query, { after: query.after }), "http://x.invalid");
    expect(readQuery(personQuery, Object.fromEntries(searchParams))).toEqual(query);
  });

  test("returns to the first page when a filter changes, and is short without one", () => {
    const query = { text: "", role: null, isOff: false, after: "x" };
    expect(personPath(query, { role: "user" })).toBe("/manage/people/?role=user");
    expect(personPath(query, {})).toBe("/manage/people/");
  });

  test("ignores invalid values", () => {
    const nothing = { text: "", role: null, isOff: false, after: null };
    expect(readQuery(personQuery, { role: "king", state: "x", q: [" "], after: undefined })).toEqual(nothing);
  });
});
