import { describe, expect, test } from "vitest";
import { findLines, splitAtHits } from "./terminal-find";

const line = (text: string) => ({ text, stream: 1, style: "", cut: 0 });

describe("findLines", () => {
  test("finds lines regardless of case and of colour codes inside the text", () => {
    expect(findLines([line("Error"), line("fine"), line("an er\u001b[31mror")], "error")).toEqual([0, 2]);
  });
  test("finds nothing for an empty text", () => expect(findLines([line("a")], "")).toEqual([]));
});

describe("splitAtHits", () => {
  const shown = (text: string, needle: string) =>
    splitAtHits(text, needle).map((segment) => (segment.isHit ? `[${segment.text}]` : segment.text));

  test("keeps every character and marks the hits", () => {
    expect(shown("aXbxa", "x")).toEqual(["a", "[X]", "b", "[x]", "a"]);
    expect(shown("xx", "x")).toEqual(["[x]", "[x]"]);
    expect(shown("none", "x")).toEqual(["none"]);
  });
});
