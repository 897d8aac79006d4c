import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ClientError } from "./exit-codes";
import { talk } from "./terminal";

/** What the script gets at its standard input. */
export type InputSource = { file: string; sizeBytes: number } | { content: Uint8Array };

/** `--stdin=FILE`, `--stdin` (an empty text: read this process's), `--no-stdin` (false), or nothing. */
export type StdinOption = string | false | undefined;

/** A pipe that sends nothing for so long is not meant for the script. */
const SILENT_MS = 2_000;
/** More than this is kept in a temporary file until it is sent. */
const MEMORY_BYTES_MAX = 16 * 1024 * 1024;
/** Servers accept less; without a limit, an endless pipe would fill the disk. */
const INPUT_BYTES_MAX = 16 * 1024 ** 3;

/**
 * Reads standard input to its end: where `--stdin` asks for it, and without it if it is a file or a pipe. Null if there
 * is none, or if it is empty. @throws ClientError for a file that cannot be read, and for a pipe that sends nothing
 */
export async function readStandardInput(option: StdinOption): Promise<InputSource | null> {
  if (option === false) return null;
  if (option !== undefined && option !== "" && option !== "-") return fileSource(option);
  const isRequested = option !== undefined;
  if (!isRequested && !isFileOrPipe()) return null;
  if (isRequested && process.stdin.isTTY) talk("Type the input of the script, and end it with Ctrl-D.");
  return readToEnd({ mayBeSilent: isRequested });
}

/** A regular file by its path. @throws ClientError */
export function fileSource(file: string): { file: string; sizeBytes: number } {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new ClientError("input", `${file}: no such file.`);
  if (stat.isDirectory()) throw new ClientError("input", `${file} is a folder. Specify a file.`);
  if (!stat.isFile()) throw new ClientError("input", `${file} is not a regular file. Use --stdin to send a pipe.`);
  try {
    fs.accessSync(file, fs.constants.R_OK);
  } catch (error) {
    throw new ClientError("input", `${file} cannot be read.`, { cause: error });
  }
  return { file, sizeBytes: stat.size };
}

function isFileOrPipe(): boolean {
  try {
    const stat = fs.fstatSync(0);
    return stat.isFile() || stat.isFIFO() || stat.isSocket();
  } catch {
    return false; // It is closed.
  }
}

async function readToEnd({ mayBeSilent }: { mayBeSilent: boolean }): Promise<InputSource | null> {
  let isSilent = false;
  const timer = setTimeout(() => {
    isSilent = true;
    process.stdin.destroy();
  }, SILENT_MS);
  if (mayBeSilent) clearTimeout(timer);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  let spool: Spool | null = null;
  try {
    for await (const chunk of process.stdin) {
      clearTimeout(timer);
      sizeBytes += chunk.length;
      if (sizeBytes > INPUT_BYTES_MAX) throw new ClientError("input", "Standard input is larger than 16 GiB.");
      if (spool) spool.write(chunk);
      else chunks.push(chunk);
      if (!spool && sizeBytes > MEMORY_BYTES_MAX) {
        spool = openSpool();
        for (const kept of chunks.splice(0)) spool.write(kept);
      }
    }
  } catch (error) {
    if (!isSilent) throw error;
  } finally {
    clearTimeout(timer);
  }
  if (isSilent) {
    const fix = "Use --no-stdin if the script needs no input, or --stdin to wait for it.";
    throw new ClientError("input", `Standard input is a pipe that sends nothing. ${fix}`);
  }
  if (spool) return { file: spool.close(), sizeBytes };
  return sizeBytes === 0 ? null : { content: Buffer.concat(chunks) };
}

interface Spool {
  write(chunk: Uint8Array): void;
  /** Returns the file, which is removed when this process ends. */
  close(): string;
}

function openSpool(): Spool {
  const file = path.join(os.tmpdir(), `wooey-${randomBytes(12).toString("hex")}`);
  const handle = fs.openSync(file, "wx", 0o600);
  process.once("exit", () => fs.rmSync(file, { force: true }));
  return {
    write: (chunk) => {
      for (let start = 0; start < chunk.length; ) start += fs.writeSync(handle, chunk, start);
    },
    close: () => {
      fs.closeSync(handle);
      return file;
    },
  };
}
