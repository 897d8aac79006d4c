/** The encodings of texts that scripts write. Everything else is read as Windows-1252, which contains Latin-1. */
export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * The encoding of a text, from its first bytes: by its byte order mark; without one, UTF-16 if every other byte is zero,
 * and UTF-8 if most characters beyond ASCII are valid. Browser and server share this file.
 */
export function findEncoding(head: Uint8Array): TextEncodingName {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const length = Math.min(head.length, 1024);
  for (let at = 0; at < length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > length * 0.3 && even < odd / 8) return "utf-16le";
  if (even > length * 0.3 && odd < even / 8) return "utf-16be";
  return isMostlyUtf8(head) ? "utf-8" : "windows-1252";
}

/** The characters that Windows-1252 has where Latin-1 has controls, from 0x80 to 0x9f. */
const beyondLatin1 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** A text in Windows-1252 whose bytes were read as Latin-1. Node's own decoder confuses the two. */
export function fromLatin1(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (character) => beyondLatin1[character.charCodeAt(0) - 0x80] ?? character);
}

/** The length of the byte order mark. */
export function markBytes(head: Uint8Array): number {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 3;
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) ? 2 : 0;
}

/** Whether bytes are UTF-8. The end may cut a character. */
export function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A UTF-8 text with a few broken bytes is still one. */
function isMostlyUtf8(head: Uint8Array): boolean {
  if (isUtf8(head)) return true;
  let [valid, broken] = [0, 0];
  for (const character of new TextDecoder().decode(head)) {
    if (character === "\ufffd") broken += 1;
    else if (character > "\x7f") valid += 1;
  }
  return valid > broken;
}
