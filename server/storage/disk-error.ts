import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/** For a full disk, an error that tells people what to do, and a line in the log; any other error as it is. */
export function explainDiskError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  console.error("A file could not be stored because the disk is full.", error);
  return new AppError("unavailable", t("The disk of the server is full. Ask the administrator of this site."));
}
