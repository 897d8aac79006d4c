import type { AuditEntry } from "@/db/schema/settings";

/** An entry as it is shown, exported and printed. */
export type AuditRow = Omit<AuditEntry, "userId">;

/** One entry as a line of JSON, for the export and for programs that collect logs. */
export function toJsonLine({ at, ...entry }: AuditRow): string {
  const line = JSON.stringify({ type: "wooey.audit", at: at.toISOString(), ...entry });
  return `${escapeControls(line)}\n`;
}

/** JSON leaves some control characters as they are, and those that separate lines or turn the direction of a text. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Writes control characters as `\u0085`, so that nothing in a file acts on a terminal or looks like another line. */
export function escapeControls(text: string): string {
  return text.replace(controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
