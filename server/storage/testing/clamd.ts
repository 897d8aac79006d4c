import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

/** What the scanners of the tests take for a virus, and the name that they report. */
export const VIRUS = "wooey-test-virus-5d1f0c";
export const VIRUS_NAME = "Wooey.Test.UNOFFICIAL";
/** Their StreamMaxLength. */
export const STREAM_BYTES_MAX = 1024 * 1024;

export interface TestScanner {
  /** For WOOEY_CLAMD. */
  address: string;
  stop(): Promise<void>;
}

/** Speaks clamd's protocol as clamd 1.4 does, for machines without ClamAV. */
export async function startDouble(): Promise<TestScanner> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-clamd-"));
  const address = path.join(folder, "clamd.sock");
  const server = net.createServer(serve);
  await new Promise<void>((resolve) => server.listen(address, resolve));
  return {
    address,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The path of the machine's clamd; null if ClamAV is not installed. */
export function findClamd(): string | null {
  return ["/usr/sbin/clamd", "/usr/local/sbin/clamd", "/usr/bin/clamd"].find((file) => fs.existsSync(file)) ?? null;
}

/** Starts the machine's clamd with a single signature. */
export async function startClamd(program: string): Promise<TestScanner> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-clamd-"));
  const address = path.join(folder, "clamd.sock");
  const config = path.join(folder, "clamd.conf");
  fs.writeFileSync(path.join(folder, "test.ndb"), `Wooey.Test:0:*:${Buffer.from(VIRUS).toString("hex")}\n`);
  fs.writeFileSync(
    config,
    `Foreground yes\nLocalSocket ${address}\nDatabaseDirectory ${folder}\nStreamMaxLength ${STREAM_BYTES_MAX}\n`,
  );
  const child = spawn(program, ["--config-file", config], { stdio: "ignore" });
  const stop = async () => {
    await end(child);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 15_000;
  while (!(await accepts(address))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error("clamd did not start");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { address, stop };
}

function accepts(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address, () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

function serve(socket: net.Socket): void {
  let received = Buffer.alloc(0);
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const reply = replyTo(received);
    if (reply !== null) socket.end(`${reply}\0`);
  });
}

/** The reply to a command, once it has arrived in full. */
function replyTo(received: Buffer): string | null {
  const end = received.indexOf(0);
  if (end === -1) return null;
  const command = received.subarray(0, end).toString();
  if (command === "zVERSION") return "ClamAV 0.0.0/double";
  if (command !== "zINSTREAM") return "UNKNOWN COMMAND";
  const content: Buffer[] = [];
  let bytes = 0;
  for (let at = end + 1; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) {
      return Buffer.concat(content).includes(VIRUS) ? `stream: ${VIRUS_NAME} FOUND` : "stream: OK";
    }
    bytes += length;
    if (bytes > STREAM_BYTES_MAX) return "INSTREAM size limit exceeded. ERROR";
    content.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
