import { describe, expect, test } from "vitest";
import { personPath, readPersonQuery } from "./person-filters";

describe("the address of the list of people", () => {
  test("contains what is shown, and is read back unchanged", () => {
    const query = { text: "ö & co", role: "staff" as const, isOff: true, after: "müller" };
    const { searchParams } = new URL(personPath(query, { after: query.after }), "http://x.invalid");
    expect(readPersonQuery(Object.fromEntries(searchParams))).toEqual(query);
  });

  test("returns to the first page when a filter changes, and is short without one", () => {
    const query = { text: "", role: null, isOff: false, after: "x" };
    expect(personPath(query, { role: "user" })).toBe("/manage/people/?role=user");
    expect(personPath(query, {})).toBe("/manage/people/");
  });

  test("ignores invalid values", () => {
    const nothing = { text: "", role: null, isOff: false, after: null };
    expect(readPersonQuery({ role: "king", state: "x", q: [" "], after: undefined })).toEqual(nothing);
  });
});
