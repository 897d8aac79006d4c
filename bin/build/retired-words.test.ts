import { describe, expect, test } from "vitest";
import { isRetiredName, isRetiredText, readGlossary } from "./retired-words.mjs";

const glossary = readGlossary(`
| Term | Meaning | Replaces |
| --- | --- | --- |
| wake-up | Ends a wait. | \`bell\`, \`lookNow\`, \`=Rest\`, server/x.ts, "Throw away", "=Look" |
`);

describe("isRetiredName", () => {
  test.each(["bell", "makeBell", "BELL_MS", "wake-bell", "lookNowOrLater", "LOOK_NOW", "Rest"])("finds %s", (name) =>
    expect(isRetiredName(name, glossary)).toBe(true),
  );
  test.each(["label", "bellow", "look", "nowLook", "rest", "makeRest"])("leaves %s", (name) =>
    expect(isRetiredName(name, glossary)).toBe(false),
  );
});

describe("isRetiredText", () => {
  test.each(["Throw away what you typed", "Look"])("finds %s", (text) =>
    expect(isRetiredText(text, glossary)).toBe(true),
  );
  test.each(["Throw awayward", "Look here"])("leaves %s", (text) => expect(isRetiredText(text, glossary)).toBe(false));
});
