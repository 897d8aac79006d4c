import { expect, test } from "vitest";
import { appendOutput, createBuffer, type TerminalBuffer } from "./buffer";
import { addDrawn, drawLines, firstChangeable, restoreScreens, saveScreens } from "./drawn";

const esc = "\u001b";
const frame = (n: number) => `${esc}[2K${esc}[32ma${esc}[0m ${n}\n${esc}[2Kb ${n}\n${esc}[2A`;
const text = [
  "start\n".repeat(40),
  ...Array.from({ length: 50 }, (_, n) => frame(n)),
  `${esc}[3Bgap\u000bgap\n`,
  "end",
  `\r${esc}[1`,
].join("");
const more = `Anew${esc}[2A${esc}[31mred\nmore\n\n\nlast`;

const shown = ({ lines }: TerminalBuffer, from = 0) =>
  lines.slice(from).map(({ text, stream, isHidden }) => [text.replaceAll(`${esc}[0m`, ""), stream, isHidden]);

/** What reaches a browser is JSON. */
const send = <Data>(data: Data): Data => JSON.parse(JSON.stringify(data));

test.each([0, 16])("a buffer continues from the lines and screens of another one, from line %i on", (base) => {
  const source = createBuffer();
  appendOutput(source, 1, text);
  appendOutput(source, 2, "a warning\n");
  const drawn = send(drawLines(source, base, source.lines.length));
  expect(drawn.length).toBeLessThan(60);
  const copy = createBuffer();
  addDrawn(copy, drawn);
  restoreScreens(copy, send(saveScreens(source, base)));
  expect(shown(copy)).toEqual(shown(source, base));
  for (const buffer of [source, copy]) {
    appendOutput(buffer, 1, more);
    appendOutput(buffer, 2, "another\n");
  }
  expect(shown(copy)).toEqual(shown(source, base));
});

test("lines that a screen can still change are known", () => {
  const buffer = createBuffer();
  appendOutput(buffer, 1, "x\n".repeat(100));
  expect(firstChangeable(buffer)).toBe(77);
});
