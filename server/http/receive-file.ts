import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { discardUpload } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { createUpload } from "@/server/uploads/create";
import type { UploadProgress } from "@/server/uploads/queries";
import { keepUpload, receiveUpload } from "@/server/uploads/receive";
import { bodyOf } from "./request-body";
import { readAnnouncement } from "./tus";
import { readUpload } from "./upload";

/**
 * Receives the file of a request: its whole body, the only file of a form, or with `Upload-Length` none yet, but the announcement
 * of one (tus). @throws as createUpload and receiveUpload
 */
export async function receiveFile(
  actor: Actor,
  request: Request,
  filename: string | undefined,
): Promise<UploadProgress> {
  const { headers } = request;
  if (headers.has("upload-length")) {
    const announced = readAnnouncement(request);
    return createUpload(actor, { ...announced, filename: filename ?? announced.filename });
  }
  if (/^multipart\/form-data\b/i.test(headers.get("content-type")?.trim() ?? ""))
    return receiveForm(actor, request, filename);
  const length = headers.get("content-length") ?? "";
  return receiveUpload(actor, {
    filename: filename ?? "",
    sizeBytes: /^\d{1,15}$/.test(length) ? Number(length) : null,
    source: bodyOf(request),
  });
}

async function receiveForm(actor: Actor, request: Request, filename: string | undefined): Promise<UploadProgress> {
  const form = await readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_UPLOAD });
  try {
    const [file, another] = form.files;
    if (!file || another || form.fields.length > 0)
      throw new AppError("invalid", t("Send one file, and no other parts."));
    return await keepUpload(actor, filename ?? file.filename, file.content);
  } finally {
    // Only what no upload refers to.
    await discardUpload(form);
  }
}
