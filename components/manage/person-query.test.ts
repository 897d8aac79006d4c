import { describe, expect, test } from "vitest";
import { personPath, readPersonQuery } from "./person-filters";

describe("the address of the list of people", () => {
  test("says what is shown, and is read back as it was written", () => {
    const query = { text: "ö & co", role: "staff" as const, isOff: true, after: "müller" };
    const { searchParams } = new URL(personPath(query, { after: query.after }), "http://x.invalid");
    expect(readPersonQuery(Object.fromEntries(searchParams))).toEqual(query);
  });

  test("starts at the beginning again when a filter changes, and is short without one", () => {
    const query = { text: "", role: null, isOff: false, after: "x" };
    expect(personPath(query, { role: "user" })).toBe("/manage/people/?role=user");
    expect(personPath(query, {})).toBe("/manage/people/");
  });

  test("takes nonsense for nothing", () => {
    const nothing = { text: "", role: null, isOff: false, after: null };
    expect(readPersonQuery({ role: "king", state: "x", q: [" "], after: undefined })).toEqual(nothing);
  });
});
