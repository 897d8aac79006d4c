import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import busboy, { type Busboy } from "busboy";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { type StoredContent, storeStream } from "@/server/storage/store";
import { discardContents } from "./content";
import { toFilename } from "./filename";

export interface UploadLimits {
  /** All files of the request together. */
  fileBytesMax: number;
  /** Fields and files; 2,000 unless given. */
  partsMax?: number;
  /** All fields together, or the JSON text; 4 MiB unless given. */
  fieldBytesMax?: number;
}

export interface UploadedFile {
  field: string;
  /** A safe base name, never a path. */
  filename: string;
  content: StoredContent;
}

export interface Upload {
  /** In the order they came; of a JSON object its strings, numbers and booleans, as text. */
  fields: [string, string][];
  /** In the order they came. A file field of a form that was left empty is not among them. */
  files: UploadedFile[];
  /** The object itself, where the body was JSON. */
  json: Record<string, unknown> | null;
}

// Its type says string, but busboy leaves out what a part's header leaves out.
const isName = (name: string | undefined) => name !== undefined && name.length <= 1000;
const malformed = (message: string) => new AppError("invalid", message);
const tooMuch = (message: string) => new AppError("limit", message);

/**
 * Reads a body: multipart, urlencoded or a JSON object; of any other media type nothing. Files stream into storage and
 * are never whole in memory; when the request turns out bad or is cut off, what it brought is removed again. The caller
 * gives what it does not keep to `discardUpload`.
 * @throws invalid for a malformed body, limit for one that is too large.
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Upload> {
  const type = request.headers.get("content-type")?.trim() ?? "";
  const fieldBytesMax = limits.fieldBytesMax ?? 4 * 1024 * 1024;
  if (/^application\/([\w.-]+\+)?json\b/i.test(type)) return readJson(request, fieldBytesMax);
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) return emptyUpload();
  return readForm(request, type, { partsMax: 2000, ...limits, fieldBytesMax });
}

/** Removes the files of an upload that is not used, as far as nothing else names their content. */
export async function discardUpload(upload: { files: UploadedFile[] }): Promise<void> {
  await discardContents(upload.files.map((file) => file.content));
}

const emptyUpload = (): Upload => ({ fields: [], files: [], json: null });

async function readJson(request: Request, bytesMax: number): Promise<Upload> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of bodyOf(request)) {
      bytes += chunk.length;
      if (bytes > bytesMax)
        throw tooMuch(t("The body is larger than the {bytes} bytes allowed here.", { bytes: bytesMax }));
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : malformed(t("The body was cut off."));
  }
  const json = parseObject(Buffer.concat(chunks));
  const fields = Object.entries(json).flatMap(([name, value]): [string, string][] =>
    ["string", "number", "boolean"].includes(typeof value) ? [[name, String(value)]] : [],
  );
  return { fields, files: [], json };
}

function parseObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw malformed(t("The body is not valid JSON."));
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw malformed(t("The body must be a JSON object."));
  return json as Record<string, unknown>;
}

async function readForm(request: Request, type: string, limits: Required<UploadLimits>): Promise<Upload> {
  const upload = emptyUpload();
  const parser = makeParser(type, limits);
  let storing: Promise<void> = Promise.resolve();
  collectFields(parser, upload, limits);
  parser.on("file", (field, stream, info) => {
    // Whoever reads it gets the error, but until then nobody does, and it would end the process.
    stream.on("error", () => undefined);
    // One after the other, so that the bytes left are known; until its turn a file waits in the request.
    storing = storing
      .then(() => storeFile(upload, { field, filename: info.filename ?? "" }, stream, limits.fileBytesMax))
      .catch((error: Error) => {
        stream.destroy();
        parser.destroy(error);
      });
  });
  try {
    await pipeline(bodyOf(request), parser);
    await storing;
    if (parser.errored) throw parser.errored;
    return upload;
  } catch (error) {
    await storing;
    await discardUpload(upload);
    throw toAppError(error);
  }
}

function makeParser(type: string, limits: Required<UploadLimits>): Busboy {
  try {
    return busboy({
      headers: { "content-type": type },
      defParamCharset: "utf8",
      // One more than is allowed: busboy says that a limit is reached, not that it is passed.
      limits: { parts: limits.partsMax + 1, fieldSize: limits.fieldBytesMax + 1 },
    });
  } catch {
    throw malformed(t("The body is not a valid form."));
  }
}

function collectFields(parser: Busboy, upload: Upload, limits: Required<UploadLimits>): void {
  let bytes = 0;
  const refuseParts = () =>
    parser.destroy(tooMuch(t("The form has more than the {count} parts allowed here.", { count: limits.partsMax })));
  parser.on("partsLimit", refuseParts);
  parser.on("field", (name, value: string | undefined, info) => {
    // Its type says string, but of a text in a charset it does not know busboy gives none.
    if (value === undefined) return void parser.destroy(malformed(t("A field of the form is in an unknown charset.")));
    bytes += Buffer.byteLength(value);
    if (info.valueTruncated || bytes > limits.fieldBytesMax)
      parser.destroy(
        tooMuch(
          t("The form's fields are larger than the {bytes} bytes allowed here.", { bytes: limits.fieldBytesMax }),
        ),
      );
    else if (!isName(name)) parser.destroy(malformed(t("A field of the form has no proper name.")));
    else if (upload.fields.push([name, value]) > limits.partsMax) refuseParts();
  });
}

async function storeFile(
  upload: Upload,
  part: { field: string; filename: string },
  stream: Readable,
  bytesMax: number,
): Promise<void> {
  const usedBytes = upload.files.reduce((sum, file) => sum + file.content.sizeBytes, 0);
  const content = await storeStream(stream, bytesMax - usedBytes);
  if (!isName(part.field)) {
    await discardContents([content]);
    throw malformed(t("A file of the form has no field name."));
  }
  // What a browser sends for a file field in which nothing was chosen.
  if (part.filename === "" && content.sizeBytes === 0) return discardContents([content]);
  upload.files.push({ field: part.field, filename: toFilename(part.filename), content });
}

function bodyOf(request: Request): Readable {
  // The two declarations of ReadableStream, the web's and Node's, differ only in their types.
  return request.body ? Readable.fromWeb(request.body as unknown as ReadableStream) : Readable.from([]);
}

function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const isOurs =
    error instanceof Error && "code" in error && /^(ENOSPC|EACCES|EROFS|EDQUOT|EIO)$/.test(String(error.code));
  return isOurs ? error : malformed(t("The body is not a valid form, or was cut off."));
}
