import { expect, test } from "vitest";
import { countPixels } from "./image-pixels";

test.each([
  ["PNG", "89504e470d0a1a0a0000000d4948445200000010000000200806000000", 512],
  ["GIF", "47494638396103000400", 12],
  ["JPEG", "ffd8ffe000104a46494600010100000100010000ffc0001108000a00140311", 200],
  ["cut PNG", "89504e470d0a1a0a0000000d494844520000", null],
  ["text", "68656c6c6f20776f726c64", null],
])("counts the pixels of a %s", (_, hex, pixels) => expect(countPixels(Buffer.from(hex, "hex"))).toBe(pixels));
