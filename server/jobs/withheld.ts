import { eq, type SQL } from "drizzle-orm";
import { type JobFile, jobFiles } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

// Files that the virus scanner has not passed are listed, but nobody can open, preview or reuse them.

export const scanColumns = { scanState: jobFiles.scanState, virus: jobFiles.virus };

/** The condition that the virus scanner has passed a file. */
export function hasPassed(): SQL {
  return eq(jobFiles.scanState, "passed");
}

/** Why a file cannot be opened; null if it can. */
export function whyWithheld({ scanState, virus }: Pick<JobFile, "scanState" | "virus">): string | null {
  switch (scanState) {
    case "passed":
      return null;
    case "infected":
      return t("The virus scanner found {virus} in this file, so it was not kept.", { virus: virus ?? "" });
    case "too_large":
      return t("This file is larger than the virus scanner of this site allows, so it cannot be opened.");
    default:
      return t("The virus scanner has not checked this file yet. Try again in a few minutes.");
  }
}

/** @throws forbidden for a file that the virus scanner has refused, unavailable for one that it has not checked */
export function requirePassed(file: Pick<JobFile, "scanState" | "virus">): void {
  const reason = whyWithheld(file);
  if (reason !== null) throw new AppError(file.scanState === "pending" ? "unavailable" : "forbidden", reason);
}
