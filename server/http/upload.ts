import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy, { type Busboy } from "busboy";
import { AppError } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import { toFilename } from "@/server/files/filename";
import { discardUpload, type Upload } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { explainDiskError } from "@/server/storage/disk-error";
import { storeUpload } from "@/server/storage/virus-scan";
import { readJsonObject } from "./body";
import { openBodyMemory } from "./body-memory";
import { bodyOf } from "./request-body";

export interface UploadLimits {
  /** All files of the request together. */
  fileBytesMax: number;
  /** Fields and files; 2,000 unless given. */
  partsMax?: number;
  /** All fields together, or the JSON text; 4 MiB unless given. */
  fieldBytesMax?: number;
}

/** A file of the form while it is being received. */
interface IncomingFile {
  field: string;
  filename: string;
  stream: Readable;
}

const malformed = (message: string) => new AppError("invalid", message);
const tooMuch = (message: string) => new AppError("limit", message);
// The type of a name is string, but busboy leaves out what the header of a part leaves out.
const isName = (name: string | undefined) => name !== undefined && name.length <= 1000;

/**
 * Reads a body with files: multipart, urlencoded or a JSON object; nothing of any other media type. Files stream into
 * storage, past the virus scanner if one is set, and are never in memory as a whole. If the request turns out to be invalid or is cut off, its files are
 * removed. The caller passes files that it does not keep to `discardUpload`.
 * @throws invalid for a malformed body or an infected file, limit for one that is too large, unavailable if the scanner
 * does not respond.
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Upload> {
  const type = request.headers.get("content-type")?.trim() ?? "";
  const fieldBytesMax = limits.fieldBytesMax ?? 4 * 1024 * 1024;
  if (/^application\/([\w.-]+\+)?json\b/i.test(type)) return toUpload(await readJsonObject(request, fieldBytesMax));
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) return emptyUpload();
  return readForm(request, type, { partsMax: 2000, ...limits, fieldBytesMax });
}

const emptyUpload = (): Upload => ({ fields: [], files: [], json: null });

function toUpload(json: Record<string, unknown>): Upload {
  const fields = Object.entries(json).flatMap(([name, value]): [string, string][] =>
    ["string", "number", "boolean"].includes(typeof value) ? [[name, String(value)]] : [],
  );
  return { fields, files: [], json };
}

async function readForm(request: Request, type: string, limits: Required<UploadLimits>): Promise<Upload> {
  const upload = emptyUpload();
  const parser = makeParser(type, limits);
  const memory = openBodyMemory();
  let receiving = 0;
  let storing: Promise<void> = Promise.resolve();
  let failure: Error | undefined;
  collectFields(parser, upload, limits);
  parser.on("file", (field, stream, info) => {
    // The reader receives the error. Until there is a reader, an error without a listener would end the process.
    stream.on("error", () => undefined);
    receiving += 1;
    stream.once("close", () => (receiving -= 1));
    // One file at a time, so that the number of remaining bytes is known. The next file waits in the request.
    storing = storing
      .then(() => storeFile(upload, { field, filename: info.filename ?? "", stream }, limits.fileBytesMax))
      .catch((error: Error) => {
        failure ??= error; // The parser may have ended, and then ignores it.
        stream.destroy();
        parser.destroy(error);
      });
  });
  try {
    // Bytes outside files stay in memory.
    const count = (chunk: Buffer) => receiving === 0 && memory.take(chunk.length);
    await pipeline(bodyOf(request), passing(count), parser);
    await storing;
    const error = failure ?? parser.errored;
    if (error) throw error;
    return upload;
  } catch (error) {
    await storing;
    await discardUpload(upload);
    throw toUploadError(error);
  } finally {
    memory.free();
  }
}

/** Shows each chunk to `see` before it passes on. */
function passing(see: (chunk: Buffer) => void) {
  return async function* pass(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      see(chunk);
      yield chunk;
    }
  };
}

function makeParser(type: string, limits: Required<UploadLimits>): Busboy {
  try {
    return busboy({
      headers: { "content-type": type },
      defParamCharset: "utf8",
      // One more than is allowed: busboy reports that a limit is reached, not that it is exceeded.
      limits: { parts: limits.partsMax + 1, fieldSize: limits.fieldBytesMax + 1 },
    });
  } catch {
    throw malformed(t("The body is not a valid form."));
  }
}

function collectFields(parser: Busboy, upload: Upload, { partsMax, fieldBytesMax }: Required<UploadLimits>): void {
  let bytes = 0;
  const refuseParts = () => parser.destroy(tooMuch(t("The form has more than {count} parts.", { count: partsMax })));
  const refuseBytes = () =>
    parser.destroy(
      tooMuch(t("The form's fields are larger than the {bytes} bytes allowed here.", { bytes: fieldBytesMax })),
    );
  parser.on("partsLimit", refuseParts);
  parser.on("field", (name, value: string | undefined, info) => {
    // The type is string, but busboy gives undefined for a text in a charset that it does not know.
    if (value === undefined) return void parser.destroy(malformed(t("A field of the form has an unknown charset.")));
    bytes += Buffer.byteLength(value);
    if (info.valueTruncated || bytes > fieldBytesMax) refuseBytes();
    else if (!isName(name)) parser.destroy(malformed(t("A field of the form has no valid name.")));
    else if (upload.fields.push([name, value]) > partsMax) refuseParts();
  });
}

async function storeFile(upload: Upload, file: IncomingFile, bytesMax: number): Promise<void> {
  const usedBytes = upload.files.reduce((sum, { content }) => sum + content.sizeBytes, 0);
  const content = await storeUpload(file.stream, bytesMax - usedBytes, toFilename(file.filename));
  if (!isName(file.field)) {
    await discardContents([content]);
    throw malformed(t("A file of the form has no field name."));
  }
  // This is what a browser sends for a file field in which nothing was chosen.
  if (file.filename === "" && content.sizeBytes === 0) return discardContents([content]);
  upload.files.push({ field: file.field, filename: toFilename(file.filename), content });
}

/** Errors of the disk are faults of this machine. All other errors are the sender's. */
function toUploadError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const isOurs =
    error instanceof Error && "code" in error && /^(ENOSPC|EACCES|EROFS|EDQUOT|EIO)$/.test(String(error.code));
  return isOurs ? explainDiskError(error) : malformed(t("The body is not a valid form, or is incomplete."));
}
