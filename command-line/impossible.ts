import { t } from "@/server/language/text";
/** Linux refuses to start a program with a longer argument (MAX_ARG_STRLEN, execve(2)). */
export const argumentBytesMax = 131_071;

/** Why the text can be no argument of any program; null when it can. */
export function impossible(text: string): string | null {
  if (text.includes("\0")) return t("Null characters are not allowed.");
  if (/\p{Surrogate}/u.test(text)) return t("This text is not valid Unicode.");
  // A UTF-16 unit takes at most three bytes, so most texts need no counting.
  if (text.length * 3 > argumentBytesMax && new TextEncoder().encode(text).length > argumentBytesMax) {
    return t("A value on the command line can have at most {bytes, number} bytes. Use a file instead.", {
      bytes: argumentBytesMax,
    });
  }
  return null;
}
