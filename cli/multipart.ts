import { randomBytes } from "node:crypto";
import fs from "node:fs";
import type { Body } from "./request";

/** One part of a form: a text, or a file from this machine or from memory. */
export type Part =
  | { name: string; text: string; mediaType: string }
  | { name: string; filename: string; file: string; sizeBytes: number }
  | { name: string; filename: string; content: Uint8Array };

/** A multipart/form-data body (RFC 7578) that is read from the files while it is sent. `onSent` gets the bytes so far. */
export function multipart(
  parts: Part[],
  onSent: (sentBytes: number) => void = () => undefined,
): { body: Body & { sizeBytes: number }; contentType: string } {
  const boundary = `wooey-${randomBytes(18).toString("base64url")}`;
  const heads = parts.map((part) => Buffer.from(headOf(part, boundary)));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const sizes = parts.map((part, index) => (heads[index]?.length ?? 0) + sizeOf(part) + 2);
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0) + end.length;
  const open = async function* () {
    let sentBytes = 0;
    for await (const chunk of chunksOf(parts, heads)) {
      yield chunk;
      sentBytes += chunk.length;
      onSent(sentBytes);
    }
    yield end;
  };
  return { body: { sizeBytes, open }, contentType: `multipart/form-data; boundary=${boundary}` };
}

async function* chunksOf(parts: Part[], heads: Buffer[]): AsyncGenerator<Uint8Array> {
  for (const [index, part] of parts.entries()) {
    yield heads[index] ?? Buffer.alloc(0);
    if ("text" in part) yield Buffer.from(part.text);
    else if ("content" in part) yield part.content;
    // Exactly the announced bytes: a file that grows meanwhile is sent as it was.
    else if (part.sizeBytes > 0)
      yield* fs.createReadStream(part.file, { end: part.sizeBytes - 1, highWaterMark: 256 * 1024 });
    yield Buffer.from("\r\n");
  }
}

function headOf(part: Part, boundary: string): string {
  const filename = "filename" in part ? `; filename="${quoted(part.filename)}"` : "";
  const mediaType = "text" in part ? part.mediaType : "application/octet-stream";
  const disposition = `Content-Disposition: form-data; name="${quoted(part.name)}"${filename}`;
  return `--${boundary}\r\n${disposition}\r\nContent-Type: ${mediaType}\r\n\r\n`;
}

/** As browsers write names (WHATWG, multipart/form-data encoding algorithm). */
function quoted(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}

function sizeOf(part: Part): number {
  if ("text" in part) return Buffer.byteLength(part.text);
  return "content" in part ? part.content.length : part.sizeBytes;
}
