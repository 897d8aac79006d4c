import { expect, test } from "vitest";
import { displayName } from "./display-name";

test("makes characters visible that would reorder the text around them, and does not change other names", () => {
  expect(displayName("report\u202Egpj.exe")).toBe("report<U+202E>gpj.exe");
  expect(displayName("two\nlines\t\u0000")).toBe("two␊lines␉␀");
  expect(displayName("שלום été 日本.txt")).toBe("שלום été 日本.txt");
});
