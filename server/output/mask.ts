import { secretMask } from "@/command-line/inputs";

/** Shorter secrets are not masked: they would mask almost any output. */
const BYTES_MIN = 4;
const mask = Buffer.from(secretMask);

/**
 * What follows the bytes: more bytes, nothing (`end`), or bytes that are never read (`cut`: the start of a secret
 * before them is masked as well).
 */
export type Following = "more" | "end" | "cut";

/**
 * Output with masked secrets, and how many bytes of the input it replaces: bytes that may start a secret are left for
 * later.
 */
export interface Masked {
  content: Buffer;
  consumedBytes: number;
}

/** The secrets to mask as bytes, each once, the longest first. */
export function toMaskable(secrets: string[]): Buffer[] {
  const unique = [...new Set(secrets)].map((secret) => Buffer.from(secret));
  const long = unique.filter((secret) => secret.length >= BYTES_MIN);
  return long.sort((left, right) => right.length - left.length);
}

/**
 * Masks each secret from left to right; of several at the same position, the longest. The result does not depend on how
 * the bytes are split.
 */
export function maskBytes(bytes: Buffer, secrets: Buffer[], following: Following): Masked {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const found = nextSecret(bytes, at, secrets);
    const incomplete = following === "end" ? bytes.length : findIncompleteSecret(bytes, at, secrets);
    if (found && found.at < incomplete) {
      parts.push(bytes.subarray(at, found.at), mask);
      at = found.at + found.length;
      continue;
    }
    parts.push(bytes.subarray(at, incomplete));
    if (following === "cut" && incomplete < bytes.length) parts.push(mask);
    return { content: Buffer.concat(parts), consumedBytes: following === "cut" ? bytes.length : incomplete };
  }
}

/** How many bytes of the original output the first `maskedBytes` bytes of the masked output replace. */
export function consumedBytesOf(bytes: Buffer, secrets: Buffer[], maskedBytes: number): number {
  let at = 0;
  let written = 0;
  while (written < maskedBytes) {
    const found = nextSecret(bytes, at, secrets);
    const plain = (found?.at ?? bytes.length) - at;
    if (!found || written + plain >= maskedBytes) return Math.min(at + maskedBytes - written, bytes.length);
    written += plain + mask.length;
    at = found.at + found.length;
  }
  return at;
}

/** Masks the end of a long output, which may start in the middle of a secret. */
export function maskEnd(bytes: Buffer, secrets: Buffer[]): Buffer {
  const tailLength = Math.max(0, ...secrets.map((secret) => secretTailLength(bytes, secret)));
  const { content } = maskBytes(bytes.subarray(tailLength), secrets, "end");
  return tailLength > 0 ? Buffer.concat([mask, content]) : content;
}

function nextSecret(bytes: Buffer, from: number, secrets: Buffer[]): { at: number; length: number } | null {
  let first: { at: number; length: number } | null = null;
  for (const secret of secrets) {
    const at = bytes.indexOf(secret, from);
    if (at >= 0 && (!first || at < first.at)) first = { at, length: secret.length };
  }
  return first;
}

/** The position from which the bytes may be the start of an incomplete secret; their length if there is none. */
function findIncompleteSecret(bytes: Buffer, from: number, secrets: Buffer[]): number {
  let first = bytes.length;
  for (const secret of secrets) {
    const [byte = 0] = secret;
    let at = bytes.indexOf(byte, Math.max(from, bytes.length - secret.length + 1));
    while (at >= 0 && at < first) {
      if (bytes.subarray(at).equals(secret.subarray(0, bytes.length - at))) first = at;
      at = bytes.indexOf(byte, at + 1);
    }
  }
  return first;
}

/** The length of the end of the secret with which the bytes start; 0 if it is shorter than a secret must be. */
function secretTailLength(bytes: Buffer, secret: Buffer): number {
  for (let length = Math.min(secret.length - 1, bytes.length); length >= BYTES_MIN; length -= 1) {
    if (bytes.subarray(0, length).equals(secret.subarray(secret.length - length))) return length;
  }
  return 0;
}
