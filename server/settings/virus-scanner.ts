import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { clamdVersion, ScannerError } from "@/server/storage/clamd";
import type { Finding } from "./machine";

/** Whether the virus scanner responds; null if none is set. */
export async function virusScannerFinding(): Promise<Finding | null> {
  const address = env().WOOEY_CLAMD;
  if (address === undefined) return null;
  try {
    return { state: "ok", what: t("Virus scanner: {version}", { version: await clamdVersion() }) };
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error;
    return {
      state: "missing",
      what: t("The virus scanner at {address} does not respond: {reason}", { address, reason: error.message }),
      fix: t(
        "Start clamd, or correct WOOEY_CLAMD. Until then, uploads are refused and new files of jobs are withheld.",
      ),
    };
  }
}
