import type { OutputLine } from "./lines";

/** The text of a line as a terminal shows it, without colours: what carriage returns have overwritten is left out. */
export function toPlainLine({ text }: Pick<OutputLine, "text">): string {
  const visible = text.replace(escapes, "").replace(/\r+$/, "");
  return visible.slice(visible.lastIndexOf("\r") + 1);
}

const esc = "\u001b";

/** Escape sequences: CSI, OSC, and those of two characters (ECMA-48). */
export const escapes = new RegExp(
  `${esc}\\[[0-?]*[ -/]*[@-~]|${esc}\\][^\u0007${esc}]*(?:\u0007|${esc}\\\\)|${esc}[^\\[\\]]`,
  "g",
);
