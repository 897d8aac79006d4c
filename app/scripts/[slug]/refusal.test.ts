import { parseSetCookie } from "cookie";
import { describe, expect, test } from "vitest";
import { readRefusals, toRefusal } from "./refusal";

const headers = new Headers({ host: "127.0.0.1:3000" });
const refusalOf = (errors: Record<string, string[]>, prefill: [string, string][] = []) =>
  toRefusal("a b", { prefill, errors }, headers);

const idIn = (location: string) => new URL(location, "http://wooey.test").searchParams.get("__refused") ?? "";

describe("the way back of a refused form", () => {
  test("takes what was typed in the address, and the messages in a cookie of the form for a minute", () => {
    const { location, cookie } = refusalOf({ __all__: ["Too many."], a_count: ["Enter a whole number: é."] }, [
      ["count", "many"],
    ]);
    expect(location).toMatch(/^\/scripts\/a%20b\/\?__refused=[\w-]{8}&count=many$/);
    const parsed = parseSetCookie(cookie);
    expect(parsed).toMatchObject({ path: "/", maxAge: 60, httpOnly: true, sameSite: "lax" });
    expect(readRefusals(idIn(location), parsed?.value)).toEqual(["Too many.", "a count: Enter a whole number: é."]);
  });

  test("says nothing about another form", () => {
    const { cookie } = refusalOf({ count: ["Enter a whole number."] });
    expect(readRefusals(idIn(refusalOf({}).location), parseSetCookie(cookie)?.value)).toEqual([
      "Some fields need to be corrected.",
    ]);
  });

  test("keeps address and cookie short", () => {
    const { location, cookie } = refusalOf({ count: ["é".repeat(3_000)] }, [
      ["text", "x".repeat(10_000)],
      ["count", "many"],
    ]);
    expect(location).toMatch(/^\/scripts\/a%20b\/\?__refused=[\w-]{8}&count=many$/);
    expect(cookie.length).toBeLessThan(4_096);
    expect(readRefusals(idIn(location), parseSetCookie(cookie)?.value)).toEqual(["Some fields need to be corrected."]);
    const { location: path, cookie: longest } = refusalOf({ count: ["x".repeat(2_600)] });
    expect(longest.length).toBeLessThan(4_096);
    expect(readRefusals(idIn(path), parseSetCookie(longest)?.value)[0]).toHaveLength(2_607);
  });

  test.each([undefined, "", "x", "bnVsbA", "WzFd", "eyJhIjoxfQ"])("is a general sentence for %s", (cookie) =>
    expect(readRefusals("a b", cookie)).toEqual(["Some fields need to be corrected."]),
  );
});
