import net from "node:net";
import type { Readable } from "node:stream";
import { env } from "@/server/env";

/** clamd could not be reached, or did not give a verdict. The message is for administrators. */
export class ScannerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ScannerError";
  }
}

/** What clamd says about a stream. It refuses streams that are longer than its StreamMaxLength. */
export type Verdict = { state: "clean" } | { state: "infected"; virus: string } | { state: "too_large" };

/** How long clamd may take to connect, and to accept the next bytes or to answer. Its own MaxScanTime is two minutes. */
const CONNECT_MS = 5_000;
const SILENCE_MS = 180_000;
const REPLY_BYTES_MAX = 4_096;

/**
 * Sends content to clamd (clamd(8), INSTREAM) while it is read.
 * @throws ScannerError if there is no verdict, and the error of `content` if it cannot be read
 */
export async function scanWithClamd(content: Readable): Promise<Verdict> {
  const { socket, reply } = await open();
  try {
    await sendContent(socket, content, reply).catch((error) => {
      // clamd replies early and closes the connection if the content is too long.
      if (!(error instanceof ScannerError && reply.hasArrived())) throw error;
    });
    return toVerdict(await reply.text);
  } finally {
    content.destroy();
    socket.destroy();
  }
}

/** The version of clamd and of its signatures. @throws ScannerError if it does not respond */
export async function clamdVersion(): Promise<string> {
  const { socket, reply } = await open();
  try {
    await send(socket, "zVERSION\0");
    return await reply.text;
  } finally {
    socket.destroy();
  }
}

interface Reply {
  text: Promise<string>;
  hasArrived(): boolean;
}

async function open(): Promise<{ socket: net.Socket; reply: Reply }> {
  const address = env().WOOEY_CLAMD;
  if (address === undefined) throw new ScannerError("WOOEY_CLAMD is not set");
  const socket = net.connect(toConnectOptions(address));
  const reply = readReply(socket);
  await new Promise<void>((resolve, reject) => {
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error("it does not respond")));
    socket.once("connect", resolve);
    reply.text.catch(reject);
  });
  socket.setTimeout(SILENCE_MS);
  return { socket, reply };
}

/** A Unix socket by its path, or `host:port`. The host of an IPv6 address is in brackets. */
function toConnectOptions(address: string): net.NetConnectOpts {
  if (address.startsWith("/")) return { path: address };
  const colon = address.lastIndexOf(":");
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(address.slice(colon + 1)) };
}

async function sendContent(socket: net.Socket, content: Readable, reply: Reply): Promise<void> {
  await send(socket, "zINSTREAM\0");
  for await (const chunk of content) {
    if (reply.hasArrived()) return;
    // A stream of bytes consists of buffers.
    const bytes = chunk as Buffer;
    if (bytes.length > 0) await send(socket, sized(bytes));
  }
  await send(socket, Buffer.alloc(4));
}

/** The text of a reply, which ends with a zero byte. It fails if the connection ends before. */
function readReply(socket: net.Socket): Reply {
  let received = "";
  const hasArrived = () => received.includes("\0") || received.length > REPLY_BYTES_MAX;
  const text = new Promise<string>((resolve, reject) => {
    const fail = (error?: Error) =>
      reject(new ScannerError(error?.message ?? "it closed the connection", { cause: error }));
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("utf8");
      if (hasArrived()) resolve(received.split("\0", 1)[0] ?? "");
    });
    socket.once("error", fail);
    socket.once("close", () => fail());
  });
  // Whoever waits for the reply sees its error; `send` may have failed before anyone does.
  text.catch(() => undefined);
  return { text, hasArrived };
}

/** Writes, and waits until the system has taken the bytes, so that no more than one chunk is in memory. */
function send(socket: net.Socket, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(new ScannerError(error.message, { cause: error })) : resolve()));
  });
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function toVerdict(reply: string): Verdict {
  if (reply === "stream: OK") return { state: "clean" };
  const [, virus] = /^stream: (.+) FOUND$/.exec(reply) ?? [];
  if (virus !== undefined) return { state: "infected", virus };
  if (reply.startsWith("INSTREAM size limit exceeded")) return { state: "too_large" };
  throw new ScannerError(reply);
}
