import type { ContentBlock } from "@modelcontextprotocol/server";
import { findEncoding, fromLatin1, markBytes } from "@/server/files/text-encoding";
import type { FoundJobFile } from "@/server/jobs/download";
import { openCharacter } from "@/server/output/read";
import { openStored } from "@/server/storage/store";

/** How much of a text is returned at once: about 12,000 tokens. */
export const TEXT_BYTES_MAX = 48 * 1024;
/** A larger picture is a link. */
const PICTURE_BYTES_MAX = 1024 * 1024;
/** The pictures that models see. */
const pictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const textKinds = ["table", "fasta", "text", "markdown", "json", "html", "svg"];

export function isText({ kind }: Pick<FoundJobFile, "kind">): boolean {
  return textKinds.includes(kind);
}

export function isPicture({ mediaType, sizeBytes }: Pick<FoundJobFile, "mediaType" | "sizeBytes">): boolean {
  return pictureTypes.includes(mediaType) && sizeBytes <= PICTURE_BYTES_MAX;
}

/** A picture as models receive it. */
export async function pictureOf({ sha256, mediaType }: FoundJobFile): Promise<ContentBlock> {
  const bytes = Buffer.concat(await openStored(sha256).toArray());
  return { type: "image", data: bytes.toString("base64"), mimeType: mediaType };
}

/** A part of a text from byte `offset` on, which ends with a full character; `next` is where the next part starts. */
export async function readText(
  { sha256, sizeBytes }: FoundJobFile,
  offset: number,
): Promise<{ text: string; next: number | null }> {
  if (offset >= sizeBytes) return { text: "", next: null };
  const [head, part] = await Promise.all([readPart(sha256, 0, 4096), readPart(sha256, offset, TEXT_BYTES_MAX)]);
  const encoding = findEncoding(head);
  const mark = offset === 0 ? markBytes(part) : 0;
  const isLast = offset + part.length >= sizeBytes;
  const open = isLast || encoding !== "utf-8" ? 0 : openCharacter(part.subarray(-3)).length;
  const bytes = part.subarray(mark, part.length - open);
  const text =
    encoding === "windows-1252" ? fromLatin1(bytes.toString("latin1")) : new TextDecoder(encoding).decode(bytes);
  return { text, next: isLast ? null : offset + part.length - open };
}

async function readPart(sha256: string, at: number, length: number): Promise<Buffer> {
  return Buffer.concat(await openStored(sha256, { start: at, end: at + length - 1 }).toArray());
}
