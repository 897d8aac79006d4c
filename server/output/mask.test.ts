import { describe, expect, test } from "vitest";
import { consumedBytesOf, maskBytes, maskEnd, toMaskable } from "./mask";

const secrets = toMaskable(["hunter2", "hunt", "hunter2-more", "été€", "abc"]);
const mask = (text: string, following: "more" | "end" | "cut" = "end") => {
  const { content, consumedBytes } = maskBytes(Buffer.from(text), secrets, following);
  return [content.toString(), consumedBytes];
};

describe("maskBytes", () => {
  test.each([
    ["nothing", "nothing", 7],
    ["a hunter2.", "a ••••.", 10],
    ["hunter2hunter2-more", "••••••••", 19],
    ["hunter", "••••er", 6],
    ["été€!", "••••!", 9],
    ["abc", "abc", 3],
  ])("%s → %s", (text, masked, consumed) => {
    expect(mask(text)).toEqual([masked, consumed]);
  });

  test("leaves what may become a secret while more may follow, and masks it where the output is cut", () => {
    expect(mask("see hun", "more")).toEqual(["see ", 4]);
    expect(mask("see hunter2", "more")).toEqual(["see ", 4]);
    expect(mask("see hunter2-mo", "cut")).toEqual(["see ••••", 14]);
    expect(mask("see hunter2.", "more")).toEqual(["see ••••.", 12]);
  });

  test("gives the same result however the bytes are split, and finds each position in the original", () => {
    const text = Buffer.from("x hunter2-morehunt huhunter2 été€ hunter2-mo h");
    const complete = maskBytes(text, secrets, "end").content.toString();
    for (let size = 1; size <= text.length; size += 1) {
      const parts: Buffer[] = [];
      let at = 0;
      for (let end = size; at < text.length; end += size) {
        const isLast = end >= text.length;
        const { content, consumedBytes } = maskBytes(text.subarray(at, end), secrets, isLast ? "end" : "more");
        parts.push(content);
        at += consumedBytes;
        expect(consumedBytesOf(text, secrets, Buffer.concat(parts).length)).toBe(at);
      }
      expect(Buffer.concat(parts).toString()).toBe(complete);
    }
    expect(complete).toBe("x ••••••••• hu•••• •••• ••••-mo h".replace("•••••••••", "••••••••"));
  });
});

describe("maskEnd", () => {
  test("masks the end of a secret at the start as well", () => {
    expect(maskEnd(Buffer.from("nter2 and hunter2"), secrets).toString()).toBe("•••• and ••••");
    expect(maskEnd(Buffer.from("er2 and hunter"), secrets).toString()).toBe("er2 and ••••er");
  });
});
