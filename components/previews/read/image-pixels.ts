/** As many pixels as a browser decodes without trouble. */
export const PIXELS_MAX = 50_000_000;

/** How many pixels a PNG, JPEG or GIF image has according to its header; null if it is none of these. */
export function countPixels(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x89504e47) return view.getUint32(16) * view.getUint32(20);
    if (view.getUint32(0) === 0x47494638) return view.getUint16(6, true) * view.getUint16(8, true);
    return view.getUint16(0) === 0xffd8 ? countJpegPixels(view) : null;
  } catch {
    return null; // The image ends within its header.
  }
}

/** The segments of a JPEG up to the frame header (ITU-T T.81, B.2.2). */
function countJpegPixels(view: DataView): number | null {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker >> 8 !== 0xff) return null;
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7);
  }
}
