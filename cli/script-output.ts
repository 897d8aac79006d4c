import fs from "node:fs";
import type { IncomingMessage } from "node:http";
import { clearProgress } from "./terminal";

export type StreamName = "stdout" | "stderr";

/** Writes bytes of a script to a stream of this process; resolves when more may be written. */
export async function writeBytes(name: StreamName, bytes: Uint8Array): Promise<void> {
  clearProgress();
  if (bytes.length === 0) return;
  const stream = process[name];
  if (stream.write(bytes)) return;
  await new Promise<void>((resolve) => stream.once("drain", resolve));
}

/** Passes the body of an answer to stdout, byte for byte. */
export async function pipeToStdout(answer: IncomingMessage): Promise<void> {
  for await (const chunk of answer) await writeBytes("stdout", chunk);
}

/** Ends this process quietly when whatever reads its stdout has ended, as `cat` does. */
export function endWithReader(onEnd: () => void = () => process.exit(141)): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return onEnd();
    fs.writeSync(2, `The output cannot be written: ${error.message}\n`);
    process.exit(1);
  });
}
