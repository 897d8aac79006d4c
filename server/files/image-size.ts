/** Width and height in pixels. */
export interface ImageSize {
  width: number;
  height: number;
}

/** Reads a part of a file; shorter at its end. */
export type PartReader = (at: number, length: number) => Promise<Buffer>;

/** Of JPEG segments and GIF blocks before the first picture. Real files have fewer than a hundred. */
const BLOCKS_MAX = 1_000;
const HEAD_BYTES = 4_096;

/**
 * The size of an image according to its header, without decoding it: a file of a few kilobytes can have a billion pixels.
 * Null if the header cannot be read, or if the format is not one that browsers show.
 */
export async function readImageSize(read: PartReader): Promise<ImageSize | null> {
  const head = await read(0, HEAD_BYTES);
  const text = head.toString("latin1");
  try {
    if (text.startsWith("\x89PNG")) return size(head.readUInt32BE(16), head.readUInt32BE(20));
    if (text.startsWith("BM")) return bitmapSize(head);
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return webpSize(head);
    if (text.startsWith("ftypavif", 4)) return avifSize(head);
    if (text.startsWith("\0\0\x01\0")) return await iconSize(head, read);
    if (text.startsWith("GIF8")) return await gifSize(head, read);
    if (text.startsWith("\xff\xd8\xff")) return await jpegSize(read);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return null; // The file ends within its header.
    throw error;
  }
}

const size = (width: number, height: number): ImageSize => ({ width, height });

/** BITMAPCOREHEADER has 12 bytes and short numbers. The height of a later header may be negative. */
function bitmapSize(head: Buffer): ImageSize {
  if (head.readUInt32LE(14) === 12) return size(head.readUInt16LE(18), head.readUInt16LE(20));
  return size(Math.abs(head.readInt32LE(18)), Math.abs(head.readInt32LE(22)));
}

/** The three formats in https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(head: Buffer): ImageSize | null {
  const format = head.toString("latin1", 12, 16);
  if (format === "VP8X") return size(head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1);
  if (format === "VP8 ") return size(head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff);
  if (format !== "VP8L") return null;
  const bits = head.readUInt32LE(21);
  return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}

/** The largest of the sizes in its properties: a picture may be composed of several. */
function avifSize(head: Buffer): ImageSize | null {
  let largest: ImageSize | null = null;
  for (let at = head.indexOf("ispe"); at >= 0; at = head.indexOf("ispe", at + 1)) {
    const found = size(head.readUInt32BE(at + 8), head.readUInt32BE(at + 12));
    if (!largest || found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}

/** An icon may contain PNG files, whose size is not that of the directory. */
async function iconSize(head: Buffer, read: PartReader): Promise<ImageSize> {
  let largest = size(256, 256);
  for (let entry = 0; entry < Math.min(head.readUInt16LE(4), 64); entry++) {
    const png = await read(head.readUInt32LE(6 + entry * 16 + 12), 24);
    if (!png.toString("latin1").startsWith("\x89PNG")) continue;
    const found = size(png.readUInt32BE(16), png.readUInt32BE(20));
    if (found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}

/** Browsers enlarge the screen for a first picture that does not fit. */
async function gifSize(head: Buffer, read: PartReader): Promise<ImageSize | null> {
  const screen = size(head.readUInt16LE(6), head.readUInt16LE(8));
  let at = 13 + colorTableBytes(head.readUInt8(10));
  for (let block = 0; block < BLOCKS_MAX; block++) {
    const bytes = await read(at, 10);
    if (bytes.readUInt8(0) === 0x2c) {
      const width = bytes.readUInt16LE(1) + bytes.readUInt16LE(5);
      return size(
        Math.max(screen.width, width),
        Math.max(screen.height, bytes.readUInt16LE(3) + bytes.readUInt16LE(7)),
      );
    }
    // The other blocks: an extension with its parts, or the end of the file.
    if (bytes.readUInt8(0) !== 0x21) return screen;
    at += 2;
    for (let length = -1; length !== 0 && block < BLOCKS_MAX; block++) {
      length = (await read(at, 1)).readUInt8(0);
      at += 1 + length;
    }
  }
  return null;
}

function colorTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** The first frame header: SOF0 to SOF15 without the three codes that mean something else. */
async function jpegSize(read: PartReader): Promise<ImageSize | null> {
  let at = 2;
  for (let segment = 0; segment < BLOCKS_MAX; segment++) {
    const bytes = await read(at, 9);
    if (bytes.readUInt8(0) !== 0xff) return null;
    const code = bytes.readUInt8(1);
    if (code === 0xff) {
      at += 1; // a fill byte
      continue;
    }
    const isFrame = code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
    if (isFrame) return size(bytes.readUInt16BE(7), bytes.readUInt16BE(5));
    at += 2 + bytes.readUInt16BE(2);
  }
  return null;
}
