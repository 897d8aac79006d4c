import { appendOutput, createBuffer, type TerminalBuffer } from "@/terminal/buffer";
import { findPlainSecrets } from "./plain-secrets";
import { readOutput } from "./read";

/** A longer output is shown line by line, as it was written. */
export const drawnBytesMax = 8 * 1024 * 1024;
/** How many outputs a process keeps. */
const KEPT = 4;

/** A run's output up to `position`, as a terminal shows it. */
export interface DrawnOutput {
  position: number;
  buffer: TerminalBuffer;
  decoders: Map<number, TextDecoder>;
}

// On globalThis, because Next gives pages and route handlers separate copies of a module.
const holder = globalThis as { wooeyDrawnOutputs?: Map<string, Promise<DrawnOutput>> };

/** Draws a run's output up to its current end. Reads only what is new since the last call. */
export async function drawOutput(run: { id: number; attempt: number }): Promise<DrawnOutput> {
  holder.wooeyDrawnOutputs ??= new Map();
  const outputs = holder.wooeyDrawnOutputs;
  // What was drawn before staff declared a parameter secret is drawn again.
  const key = JSON.stringify([run.id, run.attempt, await findPlainSecrets(run.id)]);
  // One after the other: two calls that extend the same output would draw it twice.
  const next = extend(run, outputs.get(key));
  outputs.delete(key);
  outputs.set(key, next);
  for (const old of [...outputs.keys()].slice(0, Math.max(0, outputs.size - KEPT))) outputs.delete(old);
  return next;
}

async function extend(
  run: { id: number; attempt: number },
  before: Promise<DrawnOutput> | undefined,
): Promise<DrawnOutput> {
  const output = (await before?.catch(() => undefined)) ?? {
    position: 0,
    buffer: createBuffer(),
    decoders: new Map<number, TextDecoder>(),
  };
  for (;;) {
    const chunks = await readOutput(run, output.position);
    if (chunks.length === 0) return output;
    for (const { stream, content, position } of chunks) {
      const decoder = output.decoders.get(stream) ?? new TextDecoder("utf-8", { ignoreBOM: true });
      output.decoders.set(stream, decoder);
      appendOutput(output.buffer, stream, decoder.decode(content, { stream: true }));
      output.position = position + content.length;
    }
  }
}
