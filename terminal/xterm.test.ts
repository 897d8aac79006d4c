import fs from "node:fs";
import path from "node:path";
import { Terminal } from "@xterm/headless";
import { expect, test } from "vitest";
import { appendOutput, createBuffer } from "./buffer";
import { screenColumns, screenRows } from "./line";

const esc = "\u001b";
const recordings = path.join(import.meta.dirname, "recordings");

/** What a real terminal shows of an output, with everything that scrolled out of it. */
async function showInXterm(text: string): Promise<string[]> {
  const terminal = new Terminal({
    rows: screenRows,
    cols: screenColumns,
    convertEol: true,
    scrollback: 100_000,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let at = 0; at < active.length; at += 1) {
    const line = active.getLine(at);
    const text = line?.translateToString(true) ?? "";
    if (line?.isWrapped) lines.push((lines.pop() ?? "") + text);
    else lines.push(text);
  }
  terminal.dispose();
  return withoutEnd(lines);
}

function show(text: string, chunkSize: number): string[] {
  const buffer = createBuffer();
  for (let at = 0; at < text.length; at += chunkSize) appendOutput(buffer, 1, text.slice(at, at + chunkSize));
  const shown = buffer.lines.filter((line) => !line.isHidden);
  return withoutEnd(shown.flatMap((line) => line.text.replaceAll(colorCodes, "").split("\n")));
}

const colorCodes = new RegExp(`${esc}\\[[0-9;:]*m`, "g");

/** Lines without spaces at their ends and without empty lines at the end. */
function withoutEnd(lines: string[]): string[] {
  const trimmed = lines.map((line) => line.trimEnd());
  return trimmed.slice(0, trimmed.findLastIndex((line) => line !== "") + 1);
}

test.each(fs.readdirSync(recordings))("progress of real programs looks as in xterm: %s", async (name) => {
  const text = fs.readFileSync(path.join(recordings, name), "utf8");
  const expected = await showInXterm(text);
  expect(expected.length).toBeGreaterThan(0);
  for (const size of [7, 1000, text.length]) expect(show(text, size)).toEqual(expected);
});

/** A reproducible sequence of numbers (mulberry32). */
function randomNumbers(seed: number) {
  let state = seed;
  return (max: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let next = Math.imul(state ^ (state >>> 15), 1 | state);
    next = (next + Math.imul(next ^ (next >>> 7), 61 | next)) ^ next;
    return ((next ^ (next >>> 14)) >>> 0) % max;
  };
}

const words = ["x", "done", "█▉ ", "漢字", "é", "a\u0301", "step 1/9", "   ", "50%"];
const finals = [..."ABCDGEFKJXPLM@"];

/** A random part of an output. Lines stay narrower than the screen, because xterm wraps them and a log does not. */
function randomPart(random: (max: number) => number): string {
  const kind = random(12);
  if (kind < 3) return `\r${words[random(words.length)]}`;
  if (kind < 4) return `${esc}[${random(60) + 1}G${words[random(words.length)]}`;
  if (kind < 6) return "\n";
  if (kind === 6) return `${esc}[${30 + random(8)}m${words[random(words.length)]}${esc}[0m\r`;
  if (kind === 7) return `${esc}[${random(26) + 1};${random(60) + 1}H${words[random(words.length)]}`;
  if (kind === 8) return ["\b", "\t", "\r", `${esc}7`, `${esc}8`, `${esc}M`, `${esc}D`, `${esc}E`][random(8)] ?? "";
  const final = finals[random(finals.length)];
  const number = final === "K" || final === "J" ? random(2) : random(6) + 1;
  return `${esc}[${number}${final}${"CDX@P".includes(final ?? "") ? "\r" : ""}`;
}

test("random outputs look as in xterm", async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = randomNumbers(seed);
    const text = Array.from({ length: 20 + random(200) }, () => randomPart(random)).join("");
    expect({ seed, lines: show(text, 1 + random(50)) }).toEqual({ seed, lines: await showInXterm(text) });
  }
});
