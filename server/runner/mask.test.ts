import { describe, expect, test } from "vitest";
import { maskBytes, maskEnd, takenBehind, toMasked } from "./mask";

const secrets = toMasked(["hunter2", "hunt", "hunter2-more", "été€", "abc"]);
const mask = (text: string, following: "more" | "end" | "cut" = "end") => {
  const { content, takenBytes } = maskBytes(Buffer.from(text), secrets, following);
  return [content.toString(), takenBytes];
};

describe("maskBytes", () => {
  test.each([
    ["nothing", "nothing", 7],
    ["a hunter2.", "a ••••.", 10],
    ["hunter2hunter2-more", "••••••••", 19],
    ["hunter", "••••er", 6],
    ["été€!", "••••!", 9],
    ["abc", "abc", 3],
  ])("%s → %s", (text, masked, taken) => {
    expect(mask(text)).toEqual([masked, taken]);
  });

  test("what may be a secret is kept back while more may come, and masked where it is cut", () => {
    expect(mask("see hun", "more")).toEqual(["see ", 4]);
    expect(mask("see hunter2", "more")).toEqual(["see ", 4]);
    expect(mask("see hunter2-mo", "cut")).toEqual(["see ••••", 14]);
    expect(mask("see hunter2.", "more")).toEqual(["see ••••.", 12]);
  });

  test("the same however the bytes are cut, and each place is found again", () => {
    const text = Buffer.from("x hunter2-morehunt huhunter2 été€ hunter2-mo h");
    const whole = maskBytes(text, secrets, "end").content.toString();
    for (let size = 1; size <= text.length; size += 1) {
      const parts: Buffer[] = [];
      let at = 0;
      for (let end = size; at < text.length; end += size) {
        const isLast = end >= text.length;
        const { content, takenBytes } = maskBytes(text.subarray(at, end), secrets, isLast ? "end" : "more");
        parts.push(content);
        at += takenBytes;
        expect(takenBehind(text, secrets, Buffer.concat(parts).length)).toBe(at);
      }
      expect(Buffer.concat(parts).toString()).toBe(whole);
    }
    expect(whole).toBe("x ••••••••• hu•••• •••• ••••-mo h".replace("•••••••••", "••••••••"));
  });
});

describe("maskEnd", () => {
  test("the rest of a secret at the beginning goes, too", () => {
    expect(maskEnd(Buffer.from("nter2 and hunter2"), secrets).toString()).toBe("•••• and ••••");
    expect(maskEnd(Buffer.from("er2 and hunter"), secrets).toString()).toBe("er2 and ••••er");
  });
});
