import { parseSetCookie } from "cookie";
import { describe, expect, test } from "vitest";
import { readRefusals, toRefusal } from "./refusal";

const headers = new Headers({ host: "127.0.0.1:3000" });
const refusalOf = (errors: Record<string, string[]>, prefill: [string, string][] = []) =>
  toRefusal("a b", { prefill, errors }, headers);

describe("the way back of a refused form", () => {
  test("takes what was typed in the address, and the messages in a cookie of the form for a minute", () => {
    const { location, cookie } = refusalOf({ __all__: ["Too many."], a_count: ["Enter a whole number: é."] }, [
      ["count", "many"],
    ]);
    expect(location).toBe("/scripts/a%20b/?__refused=&count=many");
    const parsed = parseSetCookie(cookie);
    expect(parsed).toMatchObject({ path: "/scripts/a%20b/", maxAge: 60, httpOnly: true, sameSite: "lax" });
    expect(readRefusals(parsed?.value)).toEqual(["Too many.", "a count: Enter a whole number: é."]);
  });

  test("keeps address and cookie short", () => {
    const { location, cookie } = refusalOf({ count: ["é".repeat(3_000)] }, [
      ["text", "x".repeat(10_000)],
      ["count", "many"],
    ]);
    expect(location).toBe("/scripts/a%20b/?__refused=&count=many");
    expect(cookie.length).toBeLessThan(4_096);
    expect(readRefusals(parseSetCookie(cookie)?.value)).toEqual(["Some fields need to be corrected."]);
    const longest = refusalOf({ count: ["x".repeat(2_600)] }).cookie;
    expect(longest.length).toBeLessThan(4_096);
    expect(readRefusals(parseSetCookie(longest)?.value)[0]).toHaveLength(2_607);
  });

  test.each([undefined, "", "x", "bnVsbA", "WzFd", "eyJhIjoxfQ"])("is a general sentence for %s", (cookie) =>
    expect(readRefusals(cookie)).toEqual(["Some fields need to be corrected."]),
  );
});
