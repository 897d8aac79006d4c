import { Readable } from "node:stream";
import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { AppError, invalidInput } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import { toFilename } from "@/server/files/filename";
import type { UploadedFile } from "@/server/files/upload";
import { escapePointer } from "@/server/http/issue-details";
import { formatBytes } from "@/server/language/format";
import { t } from "@/server/language/text";
import { storeUpload } from "@/server/storage/virus-scan";
import { requireUploader } from "@/server/uploads/policy";

/** What a model writes in a call. Larger files are uploaded before it. */
export const INLINE_BYTES_MAX = 250_000;

const inlineFile = z.strictObject({ $text: z.string(), name: z.string().max(255).optional() });

interface InlineFile {
  text: string;
  name: string;
  /** Puts the reference to the stored file in its place. */
  replace: (reference: { $file: string }) => void;
}

/**
 * Stores the files that an input contains as `{ "$text": "…", "name": "words.txt" }`, and returns the input with
 * `{ "$file": "<field>" }` in their place. Whoever submits it removes the contents that remain unused.
 * @throws invalid, limit, forbidden, unavailable (the virus scanner)
 */
export async function storeInlineFiles(
  actor: Actor,
  given: Record<string, unknown>,
): Promise<{ input: Record<string, unknown>; uploads: UploadedFile[] }> {
  const input = structuredClone(given);
  const files: InlineFile[] = [];
  collect(input, "/input", files);
  if (files.length === 0) return { input, uploads: [] };
  requireUploader(actor);
  requireSize(files);
  const uploads: UploadedFile[] = [];
  try {
    for (const [index, { text, name, replace }] of files.entries()) {
      const [field, filename] = [`text ${index}`, toFilename(name)];
      const content = await storeUpload(Readable.from([Buffer.from(text)]), INLINE_BYTES_MAX, filename);
      uploads.push({ field, filename, content });
      replace({ $file: field });
    }
  } catch (error) {
    await discardContents(uploads.map(({ content }) => content));
    throw error;
  }
  return { input, uploads };
}

/** Finds the inline files in an object or array, and in everything that it contains. JSON has no cycles. */
function collect(container: object, pointer: string, files: InlineFile[]): void {
  for (const [key, value] of Object.entries(container)) {
    if (typeof value !== "object" || value === null) continue;
    const at = `${pointer}/${escapePointer(key)}`;
    if (!Object.hasOwn(value, "$text")) {
      collect(value, at, files);
      continue;
    }
    const { $text: text, name = "input.txt" } = parseFile(value, at);
    // An assignment to `__proto__` would not add a property.
    const replace = (reference: object) =>
      void Object.defineProperty(container, key, { value: reference, enumerable: true, configurable: true });
    files.push({ text, name, replace });
  }
}

function parseFile(value: object, pointer: string): z.output<typeof inlineFile> {
  const parsed = inlineFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = t("A file in a call consists of {text} and {name}, both of them texts.", {
    text: "$text",
    name: "name",
  });
  throw invalidInput(detail, [{ pointer, detail, given: Object.keys(value), allowed: ["$text", "name"] }]);
}

function requireSize(files: InlineFile[]): void {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes <= INLINE_BYTES_MAX) return;
  const message = t("The files in this call are larger than {limit} together. Upload them before the call.", {
    limit: formatBytes(INLINE_BYTES_MAX),
  });
  throw new AppError("limit", message);
}
