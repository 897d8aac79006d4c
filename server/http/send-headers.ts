import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { Sendable } from "@/server/storage/content-store";
import { contentStore } from "@/server/storage/location";

/**
 * The headers by which web's own server sends a stored file in place of an empty body: `x-send-file` with its path, or
 * `x-send-stored` with its hash and size. @throws not_found, unavailable
 */
export async function sendHeaders(sha256: string): Promise<Record<string, string>> {
  const sendable = await findSendable(sha256);
  if ("file" in sendable) return { "x-send-file": sendable.file };
  return { "x-send-stored": `${sendable.sha256} ${sendable.sizeBytes}` };
}

async function findSendable(sha256: string): Promise<Sendable> {
  try {
    return await (await contentStore()).sendable(sha256);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new AppError("not_found", t("File not found."));
    throw error;
  }
}
