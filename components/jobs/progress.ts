import { formatCoarseDuration } from "@/server/language/format";
import * as terminal from "@/terminal/progress";

export interface Progress {
  /** 0 to 1. */
  fraction: number;
  /** The remaining time that the script reports, such as "12s"; null if it reports none. */
  left: string | null;
}

/** The progress in a line of output, with the remaining time as pages show it. */
export function parseProgress(line: string): Progress | null {
  return toProgress(terminal.parseProgress(line));
}

/** The last progress in the end of an output. */
export function findProgress(outputEnd: string): Progress | null {
  return toProgress(terminal.findProgress(outputEnd));
}

function toProgress(progress: terminal.ReportedProgress | null): Progress | null {
  return progress && { fraction: progress.fraction, left: progress.remaining && formatRemaining(progress.remaining) };
}

/** Formats a time that a program wrote. Texts that are no such time are not changed. */
function formatRemaining(remaining: string): string {
  const seconds = terminal.remainingSeconds(remaining);
  return seconds === null ? remaining : formatCoarseDuration(seconds * 1000);
}
