import Anser from "anser";

export interface AnsiSpan {
  /** The index of its first character in the line. */
  start: number;
  text: string;
  className: string;
}

const esc = "\u001b";

/** The text of a line, split where its colours change. `style` contains the codes in effect at its start. */
export function toSpans(text: string, style: string): AnsiSpan[] {
  if (style === "" && !text.includes(esc)) return [{ start: 0, text, className: "" }];
  const parts = Anser.ansiToJson(style + text, { json: true, remove_empty: true, use_classes: true });
  const starts: number[] = [];
  parts.reduce((start, part) => {
    starts.push(start);
    return start + part.content.length;
  }, 0);
  return parts.map((part, index) => ({
    start: starts[index] ?? 0,
    text: part.content,
    className: [
      colourClass(part.fg, part.fg_truecolor, foreground),
      colourClass(part.bg, part.bg_truecolor, background),
      ...(part.decorations ?? []).map((name) => decorations[name] ?? ""),
    ]
      .filter(Boolean)
      .join(" "),
  }));
}

/** The text without colour codes, as it is searched, measured and copied. */
export function plainText(text: string): string {
  return text.includes(esc) ? text.replace(colourCode, "") : text;
}

const colourCode = new RegExp(`${esc}\\[[0-9;:]*m`, "g");

const foreground: Record<string, string> = {
  black: "text-ansi-black",
  red: "text-ansi-red",
  green: "text-ansi-green",
  yellow: "text-ansi-yellow",
  blue: "text-ansi-blue",
  magenta: "text-ansi-magenta",
  cyan: "text-ansi-cyan",
  white: "text-ansi-white",
};
/** A coloured background becomes an outline, so that the text stays readable in both themes. */
const background: Record<string, string> = {
  black: "ring-1 ring-ansi-black",
  red: "ring-1 ring-ansi-red",
  green: "ring-1 ring-ansi-green",
  yellow: "ring-1 ring-ansi-yellow",
  blue: "ring-1 ring-ansi-blue",
  magenta: "ring-1 ring-ansi-magenta",
  cyan: "ring-1 ring-ansi-cyan",
  white: "ring-1 ring-ansi-white",
};
const decorations: Record<string, string> = {
  bold: "font-bold",
  dim: "text-faint",
  italic: "italic",
  underline: "underline",
  strikethrough: "line-through",
  reverse: "ring-1 ring-current",
  hidden: "opacity-0",
};

function colourClass(name: string | null, truecolour: string | null, classes: Record<string, string>): string {
  if (!name) return "";
  const palette = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  const rgb = palette ? paletteColour(Number(palette)) : truecolour?.split(",").map(Number);
  return classes[rgb ? nearestName(rgb) : name.replace(/^ansi-(bright-)?/, "")] ?? "";
}

/** xterm's 256 colours: a colour cube from 16 on, greys from 232 on. */
function paletteColour(index: number): number[] {
  if (index >= 232) return [0, 0, 0].fill(8 + (index - 232) * 10);
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const cube = index - 16;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
}

/** Colour names by their strong channels: red, green, blue. */
const namesByChannels: Record<string, string> = {
  "100": "red",
  "010": "green",
  "110": "yellow",
  "001": "blue",
  "101": "magenta",
  "011": "cyan",
};

/** The nearest of eight colours, which have enough contrast in both themes. */
function nearestName([red = 0, green = 0, blue = 0]: number[]): string {
  const top = Math.max(red, green, blue);
  if (top < 60) return "black";
  const on = (value: number) => value > top * 0.6;
  const key = `${on(red) ? 1 : 0}${on(green) ? 1 : 0}${on(blue) ? 1 : 0}`;
  return namesByChannels[key] ?? "white";
}
