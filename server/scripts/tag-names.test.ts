import { describe, expect, test } from "vitest";
import { AppError } from "@/server/errors";
import { normalizeTag, readTags, splitTags, TAG_CHARACTERS_MAX, TAGS_MAX } from "./tag-names";

describe("normalizeTag", () => {
  test.each([
    ["RNA-Seq", "rna-seq"],
    ["  E.\t coli \u00a0K12 ", "e. coli k12"],
    ["#urgent", "urgent"],
    ["# # urgent", "urgent"],
    ["ＱＣ", "qc"],
    ["ﬁnal", "final"],
    ["e\u0301tude", "étude"],
    ["ÉTUDE", "étude"],
    ["質管理", "質管理"],
    ["c#", "c#"],
    ["  ", ""],
    ["#", ""],
  ])("%j becomes %j", (name, tag) => {
    expect(normalizeTag(name)).toBe(tag);
    expect(normalizeTag(tag)).toBe(tag);
  });
});

test("splitTags splits at commas, semicolons and lines, also those of Chinese and Japanese", () => {
  expect(splitTags("a, b;c\nd，e、 f,, ,")).toEqual(["a", " b", "c", "d", "e", " f"]);
});

describe("readTags", () => {
  test("returns each tag once, without blank ones", () => {
    expect(readTags(["B", "a", "b ", "", "#A"])).toEqual(["b", "a"]);
  });

  test.each([
    ["too many", Array.from({ length: TAGS_MAX + 1 }, (_, n) => `tag ${n}`), "at most 20 tags"],
    ["a long one", ["x".repeat(TAG_CHARACTERS_MAX + 1)], "at most 40 characters"],
    ["a comma", ["a,b"], "commas"],
    ["a control character", ["a\u0000b"], "invisible"],
    ["a change of direction", ["a\u202eb"], "invisible"],
    ["half a character", ["a\ud800"], "invisible"],
  ])("refuses %s", (_, names, message) => {
    const refusal = () => readTags(names);
    expect(refusal).toThrow(AppError);
    expect(refusal).toThrow(message);
  });

  test("counts characters, and accepts as many as allowed", () => {
    expect(readTags(["🧬".repeat(TAG_CHARACTERS_MAX)])).toHaveLength(1);
    expect(readTags(Array.from({ length: TAGS_MAX }, (_, n) => `Tag ${n}`))).toHaveLength(TAGS_MAX);
    expect(readTags(["می\u200cخواهم"])).toHaveLength(1);
  });
});
