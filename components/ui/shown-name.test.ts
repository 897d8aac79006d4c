import { expect, test } from "vitest";
import { shownName } from "./shown-name";

test("shows what would move the text around it, and leaves other names alone", () => {
  expect(shownName("report\u202Egpj.exe")).toBe("report<U+202E>gpj.exe");
  expect(shownName("two\nlines\t\u0000")).toBe("two␊lines␉␀");
  expect(shownName("שלום été 日本.txt")).toBe("שלום été 日本.txt");
});
