import fs from "node:fs";
import { Readable } from "node:stream";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { ScannerError, scanWithClamd } from "./clamd";
import type { StoredContent } from "./content-store";
import { storeStream } from "./store";

/**
 * Whether content may be opened. `passed`: the scanner found nothing, or none is set. `pending`: the scanner did not
 * respond. `too_large`: it does not scan content of this size.
 */
export const scanStates = ["passed", "pending", "infected", "too_large"] as const;
export type ScanState = (typeof scanStates)[number];

/** The result of a scan, with the name that the scanner gives to what it found. */
export interface ScanResult {
  state: ScanState;
  virus: string | null;
}

/** An upload in which the virus scanner found something. */
export class InfectedUploadError extends AppError {
  readonly virus: string;

  constructor(filename: string, virus: string) {
    super("invalid", t("The virus scanner found {virus} in {filename}. The upload was refused.", { virus, filename }));
    this.name = "InfectedUploadError";
    this.virus = virus;
  }
}

/**
 * Stores an uploaded file as `storeStream` does, after the virus scanner has found nothing in it. Without WOOEY_CLAMD
 * there is no scanner.
 * @throws limit if it is longer than `bytesMax` or than the scanner allows; InfectedUploadError; unavailable if the
 * scanner does not respond
 */
export function storeUpload(source: Readable, bytesMax: number, filename: string): Promise<StoredContent> {
  return storeStream(source, bytesMax, (file) => requireClean(file, filename));
}

/**
 * Refuses a file in which the virus scanner found something. Without WOOEY_CLAMD there is no scanner.
 * @throws InfectedUploadError; limit if the scanner does not allow its size; unavailable if it does not respond
 */
export async function requireClean(file: string, filename: string): Promise<void> {
  const { state, virus } = await scanFile(file);
  if (state === "infected") throw new InfectedUploadError(filename, virus ?? "");
  if (state === "too_large")
    throw new AppError("limit", t("{filename} is larger than the virus scanner of this site allows.", { filename }));
  if (state === "pending")
    throw new AppError(
      "unavailable",
      t("{filename} was refused because the virus scanner does not respond. Try again later.", { filename }),
    );
}

/**
 * Stores a file that a script has produced, as `storeStream` does, and returns the verdict of the virus scanner.
 * Infected content is not stored: the result refers to an empty file.
 */
export async function storeScanned(
  source: Readable,
  bytesMax: number,
): Promise<{ content: StoredContent; scan: ScanResult }> {
  let scan: ScanResult = passed;
  const refusal = new Error("infected");
  try {
    const content = await storeStream(source, bytesMax, async (file) => {
      scan = await scanFile(file);
      if (scan.state === "infected") throw refusal;
    });
    return { content, scan };
  } catch (error) {
    if (error !== refusal) throw error;
    return { content: await storeEmpty(), scan };
  }
}

/** Stores an empty file, which takes the place of an infected one. */
export function storeEmpty(): Promise<StoredContent> {
  return storeStream(Readable.from([]), 0);
}

/** The verdict of the virus scanner on a file; `passed` without a scanner. @throws if the file cannot be read */
export async function scanFile(file: string): Promise<ScanResult> {
  if (env().WOOEY_CLAMD === undefined) return passed;
  try {
    const verdict = await scanWithClamd(fs.createReadStream(file, { highWaterMark: 256 * 1024 }));
    if (verdict.state === "infected") return verdict;
    return { state: verdict.state === "clean" ? "passed" : "too_large", virus: null };
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error;
    console.error(`The virus scanner (WOOEY_CLAMD) does not respond: ${error.message}`);
    return { state: "pending", virus: null };
  }
}

const passed: ScanResult = { state: "passed", virus: null };
