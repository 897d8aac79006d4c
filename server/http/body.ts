import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { openBodyMemory } from "./body-memory";

/** The largest body of a request without files, unless something else is said. */
export const SMALL_BODY_BYTES_MAX = 1024 * 1024;

/**
 * The fields of a small body (at most 1 MB), as Wooey reads it: a JSON object, otherwise a form (for a PATCH only
 * urlencoded). Of a repeated field the last value counts.
 * @throws invalid for malformed JSON or a body that is not an object, limit
 */
export async function readFields(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "";
  if (type.includes("application/json")) return readJsonObject(request, SMALL_BODY_BYTES_MAX);
  const bytes = await readBytes(request, SMALL_BODY_BYTES_MAX);
  if (type.includes("multipart/form-data") && request.method !== "PATCH") return parseMultipart(bytes, type);
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)));
}

/** A JSON object; `{}` for an empty body. @throws invalid, limit */
export async function readJsonObject(request: Request, bytesMax: number): Promise<Record<string, unknown>> {
  const value = await readJson(request, bytesMax);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid", t("The body must be a JSON object."));
  }
  return { ...value };
}

/** A JSON value; `{}` for an empty body. @throws invalid, limit */
export async function readJson(request: Request, bytesMax = SMALL_BODY_BYTES_MAX): Promise<unknown> {
  const bytes = await readBytes(request, bytesMax);
  return bytes.length === 0 ? {} : parseJson(bytes);
}

/** @throws invalid for bytes that are not JSON in UTF-8 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("invalid", t("The body is not valid JSON."));
  }
}

async function readBytes(request: Request, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const memory = openBodyMemory();
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      memory.take(chunk.length);
      if (length > bytesMax) {
        throw new AppError("limit", t("The body is larger than the {bytes} bytes allowed here.", { bytes: bytesMax }));
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("invalid", t("The body is incomplete."));
  } finally {
    memory.free();
  }
  return Buffer.concat(chunks);
}

async function parseMultipart(bytes: Buffer, type: string): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData().catch(() => {
    throw new AppError("invalid", t("The form is not valid multipart/form-data."));
  });
  return Object.fromEntries([...form].filter(([, value]) => typeof value === "string"));
}
