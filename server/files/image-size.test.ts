import { describe, expect, test } from "vitest";
import { readImageSize } from "./image-size";

const sizeOf = (bytes: Buffer) => readImageSize(async (at, length) => bytes.subarray(at, at + length));
const hex = (text: string) => Buffer.from(text.replace(/\s/g, ""), "hex");
const latin1 = (text: string) => Buffer.from(text, "latin1");

const png = (width: string, height: string) => hex(`89504e470d0a1a0a 0000000d 49484452 ${width} ${height} 0806000000`);

describe("readImageSize", () => {
  test.each([
    ["PNG", png("0000c350", "0000c350"), 50_000, 50_000],
    ["BMP", Buffer.concat([latin1("BM"), hex("00000000 00000000 00000000 28000000 40420f00 c0bdf0ff")]), 1e6, 1e6],
    ["BMP of OS/2", Buffer.concat([latin1("BM"), hex("00000000 00000000 00000000 0c000000 e803 d007")]), 1000, 2000],
    ["WebP, extended", latin1("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\x42\x0f\x0f\x27\0"), 1e6, 10_000],
    ["WebP, lossless", latin1("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x0f\xc0\x04\0"), 16, 20],
    ["WebP, lossy", latin1("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x10\0\x20\0"), 16, 32],
    [
      "AVIF",
      latin1("\0\0\0\x20ftypavif----ispe\0\0\0\0\0\0\0\x10\0\0\0\x20ispe\0\0\0\0\0\0\x10\0\0\0\x20\0"),
      4096,
      8192,
    ],
    ["GIF", latin1("GIF89a\x10\0\x20\0\0\0\0\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x08\0\x08\0\0"), 16, 32],
    [
      "GIF with a larger picture",
      latin1("GIF89a\x01\0\x01\0\x80\0\0------\x2c\0\0\0\0\xff\xff\xff\xff\0"),
      65_535,
      65_535,
    ],
    [
      "JPEG after other segments",
      hex("ffd8 ffe00010 4a46494600010100000100010000 ffff c2 0011 08 ea60 ea61 03"),
      60_001,
      60_000,
    ],
  ])("reads that of %s", async (_, bytes, width, height) => {
    expect(await sizeOf(bytes)).toEqual({ width, height });
  });

  test("reads that of the largest PNG in an icon", async () => {
    const directory = latin1(`\0\0\x01\0\x01\0${"\0".repeat(12)}\x16\0\0\0`);
    const icon = Buffer.concat([directory, png("00010000", "00010000")]);
    expect(await sizeOf(icon)).toEqual({ width: 65_536, height: 65_536 });
  });

  test.each([
    ["a header that is cut off", png("0000c350", "0000c350").subarray(0, 19)],
    ["a JPEG without a frame", hex("ffd8ffe000040000")],
    ["a JPEG of ten thousand segments", Buffer.concat([hex("ffd8"), Buffer.alloc(40_000, hex("ffe00002"))])],
    [
      "a GIF of ten thousand blocks",
      Buffer.concat([latin1("GIF89a\0\0\0\0\0\0\0"), Buffer.alloc(40_000, hex("21f900"))]),
    ],
    ["a TIFF, which browsers do not show", latin1("II*\0\x08\0\0\0")],
    ["no image", latin1("hello")],
  ])("is null for %s", async (_, bytes) => {
    expect(await sizeOf(bytes)).toBeNull();
  });
});
