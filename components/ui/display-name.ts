/**
 * A name that is safe to show: control characters become visible symbols (U+2400 …), and characters that change the
 * direction of text are written as codes, so that `gnp.exe` cannot look like `exe.png`.
 */
export function displayName(name: string): string {
  return name.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
