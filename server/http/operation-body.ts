import { buffer } from "node:stream/consumers";
import type { Operation } from "@/server/api/operation";
import { AppError, invalidInput } from "@/server/errors";
import { discardUpload, type UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import type { StoredContent } from "@/server/storage/content-store";
import { openStored } from "@/server/storage/store";
import { parseJson, readJson, SMALL_BODY_BYTES_MAX } from "./body";
import type { ReadRequest } from "./issue-details";
import { HttpError } from "./problem";
import { readUpload } from "./upload";

/** The body of a request as its operation checked it, and the files that came with it. */
export interface CheckedBody {
  body: unknown;
  files: UploadedFile[];
}

/**
 * Reads and checks the JSON of a request, and stores the files of a form. `read` learns what was sent, so that errors can
 * say it.
 * @throws HttpError (415), invalid for a malformed body, limit, ZodError
 */
export async function readBody({ body }: Operation, request: Request, read: ReadRequest): Promise<CheckedBody> {
  if (!body?.schema) return { body: undefined, files: [] };
  const type = request.headers.get("content-type")?.trim() ?? "";
  if (body.form && /^multipart\/form-data\b/i.test(type)) return readForm(body, request, read);
  const isAbsent = body.isOptional && type === "" && request.body === null;
  if (!isAbsent && !/^application\/json\b/i.test(type)) throw unsupportedType();
  read.body = await readJson(request, body.bytesMax);
  return { body: body.schema.parse(read.body), files: [] };
}

async function readForm(
  { schema, form, bytesMax }: NonNullable<Operation["body"]>,
  request: Request,
  read: ReadRequest,
): Promise<CheckedBody> {
  const part = form?.part ?? "";
  const upload = await readUpload(request, { fileBytesMax: form?.fileBytesMax() ?? 0, fieldBytesMax: bytesMax });
  try {
    const others = upload.fields
      .filter(([name]) => name !== part)
      .map(([name]) => ({ pointer: "", detail: notAFile(name) }));
    if (others.length > 0) throw invalidInput(t("The input is not valid."), others);
    // Some clients send the JSON as a file, because it is one.
    const asFiles = upload.files.filter(({ field }) => field === part);
    const texts = [
      ...upload.fields.map(([, value]) => Buffer.from(value)),
      ...(await Promise.all(asFiles.map(({ content }) => readStart(content, bytesMax)))),
    ];
    const [text, ...more] = texts;
    if (text === undefined || more.length > 0) {
      throw new AppError("invalid", t("The form must have one part {part} with JSON.", { part }));
    }
    read.body = parseJson(text);
    const body = schema?.parse(read.body);
    await discardUpload({ files: asFiles });
    return { body, files: upload.files.filter((file) => !asFiles.includes(file)) };
  } catch (error) {
    await discardUpload(upload);
    throw error;
  }
}

/** The content, which is cut off if it is longer than is allowed, and then no JSON. */
async function readStart({ sha256 }: StoredContent, bytesMax = SMALL_BODY_BYTES_MAX): Promise<Buffer> {
  return buffer(openStored(sha256, { start: 0, end: bytesMax - 1 }));
}

function notAFile(name: string): string {
  return t("The part {name} is not a file. Send it with a file name.", { name });
}

function unsupportedType(): HttpError {
  const header = "Content-Type: application/json";
  return new HttpError(415, t("The body must be JSON. Send the header {header}.", { header }));
}
