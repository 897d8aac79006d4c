import { describe, expect, test } from "vitest";
import { plainText, toSpans } from "./ansi-spans";

const esc = "\u001b";

describe("toSpans", () => {
  test("leaves plain text in one span", () =>
    expect(toSpans("plain", "")).toEqual([{ start: 0, text: "plain", className: "" }]));
  test("splits where colours change", () => {
    expect(toSpans(`a${esc}[31mred${esc}[0mb`, "")).toEqual([
      { start: 0, text: "a", className: "" },
      { start: 1, text: "red", className: "text-ansi-red" },
      { start: 4, text: "b", className: "" },
    ]);
  });
  test("starts with the style that was in effect", () =>
    expect(toSpans("x", `${esc}[1;32m`)).toEqual([{ start: 0, text: "x", className: "text-ansi-green font-bold" }]));
  test("maps 256 and true colours to one that both themes can show", () => {
    expect(toSpans(`${esc}[38;5;196mx`, "")[0]?.className).toBe("text-ansi-red");
    expect(toSpans(`${esc}[38;2;10;200;210mx`, "")[0]?.className).toBe("text-ansi-cyan");
    expect(toSpans(`${esc}[38;5;240mx`, "")[0]?.className).toBe("text-ansi-white");
  });
  test("never turns text into markup", () =>
    expect(toSpans(`${esc}[31m<b>&`, "")).toEqual([{ start: 0, text: "<b>&", className: "text-ansi-red" }]));
});

describe("plainText", () => {
  test("removes the codes", () => expect(plainText(`a${esc}[1;31mb${esc}[0m`)).toBe("ab"));
});
