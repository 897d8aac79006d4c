const esc = "\u001b";

/**
 * A control sequence (CSI), a string such as an operating-system command (OSC), a character set or another escape:
 * ECMA-48.
 */
const sequence = [
  `${esc}\\[[0-?]*[ -/]*[@-~]`,
  `${esc}[\\]PX^_][^\u0007${esc}]*(?:\u0007|${esc}\\\\)`,
  `${esc}[ -/]+[0-~]`,
  `${esc}[0-OQ-WYZ\\\\\`-~]`,
].join("|");
const token = new RegExp(`[\n\r\\x08\u000b\u000c]|${sequence}|[^\n\r\\x08\u000b\u000c${esc}]+|${esc}`, "g");
const unfinished = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*|[\\]PX^_][^\u0007${esc}]*${esc}?|[ -/]+)?$`);
/** A longer sequence is no sequence. */
const sequenceCharactersMax = 2000;

/** The texts, control characters and escape sequences of an output, in order. */
export function* toTokens(text: string): Generator<string> {
  for (const [part] of text.matchAll(token)) yield part;
}

/** The escape sequence at the end of a text whose end has not arrived; "" if there is none. */
export function unfinishedSequence(text: string): string {
  const tail = text.slice(-sequenceCharactersMax);
  return tail.includes(esc) ? (unfinished.exec(tail)?.[0] ?? "") : "";
}

/** Whether a token is an escape sequence. */
export function isSequence(part: string): boolean {
  return part.startsWith(esc);
}

/** A control sequence: its final character and its numbers. */
export interface ControlSequence {
  final: string;
  numbers: number[];
}

/** Reads a control sequence without private parameters; null for any other sequence. */
export function readControl(part: string): ControlSequence | null {
  const match = /^.\[([0-9;:]*)([@-~])$/.exec(part);
  if (!match) return null;
  const [, numbers = "", final = ""] = match;
  return { final, numbers: numbers.split(";").map((text) => Math.min(9999, Number.parseInt(text, 10) || 0)) };
}
