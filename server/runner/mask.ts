import { secretMask } from "@/command-line/inputs";

/** Shorter secrets would turn any output into masks. */
const BYTES_MIN = 4;
const mask = Buffer.from(secretMask);

/**
 * What follows the bytes: `more`, nothing (`end`), or bytes that will not be looked at (`cut`, where the beginning of a
 * secret is masked as well).
 */
export type Following = "more" | "end" | "cut";

/** Output with secrets masked, and how many of the given bytes it stands for: a secret that may go on is kept back. */
export interface Masked {
  content: Buffer;
  takenBytes: number;
}

/** The secrets that are masked, as bytes, longest first. */
export function toMasked(secrets: string[]): Buffer[] {
  const long = secrets.map((secret) => Buffer.from(secret)).filter((secret) => secret.length >= BYTES_MIN);
  return long.sort((left, right) => right.length - left.length);
}

/** Replaces each secret, the leftmost first, of those that begin together the longest. However bytes are cut it is the same. */
export function maskBytes(bytes: Buffer, secrets: Buffer[], following: Following): Masked {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const found = nextSecret(bytes, at, secrets);
    const open = following === "end" ? bytes.length : openFrom(bytes, at, secrets);
    if (found && found.at < open) {
      parts.push(bytes.subarray(at, found.at), mask);
      at = found.at + found.length;
      continue;
    }
    parts.push(bytes.subarray(at, open));
    if (following === "cut" && open < bytes.length) parts.push(mask);
    return { content: Buffer.concat(parts), takenBytes: following === "cut" ? bytes.length : open };
  }
}

/** How many bytes of the output stand behind the first `maskedBytes` of what it became. */
export function takenBehind(bytes: Buffer, secrets: Buffer[], maskedBytes: number): number {
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

/** The end of a flood, whose beginning may be the rest of a secret. */
export function maskEnd(bytes: Buffer, secrets: Buffer[]): Buffer {
  const rests = secrets.map((secret) => restAt(bytes, secret));
  const rest = Math.max(0, ...rests);
  const { content } = maskBytes(bytes.subarray(rest), secrets, "end");
  return rest > 0 ? Buffer.concat([mask, content]) : content;
}

function nextSecret(bytes: Buffer, from: number, secrets: Buffer[]): { at: number; length: number } | null {
  let first: { at: number; length: number } | null = null;
  for (const secret of secrets) {
    const at = bytes.indexOf(secret, from);
    if (at >= 0 && (!first || at < first.at)) first = { at, length: secret.length };
  }
  return first;
}

/** Where the end of the bytes begins a secret that is not whole; their length for none. */
function openFrom(bytes: Buffer, from: number, secrets: Buffer[]): number {
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

/** How long a rest of the secret the bytes begin with: at least as long as a secret has to be. */
function restAt(bytes: Buffer, secret: Buffer): number {
  for (let length = Math.min(secret.length - 1, bytes.length); length >= BYTES_MIN; length -= 1) {
    if (bytes.subarray(0, length).equals(secret.subarray(secret.length - length))) return length;
  }
  return 0;
}
