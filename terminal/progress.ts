/** The progress that a script reports in its output. */
export interface ReportedProgress {
  /** 0 to 1. */
  fraction: number;
  /** The remaining time as the script wrote it, such as "00:12" or "24s"; null if it reports none. */
  remaining: string | null;
}

/**
 * The progress in a line of output: tqdm's ` 78%|███ | 78/100 [00:41<00:12, …]`, or a percentage at the start or the end
 * of the line. Null if the line contains no progress.
 */
export function parseProgress(line: string): ReportedProgress | null {
  const plain = line.slice(-400);
  const bar = /(?:^|\s|:)(\d{1,3})%\|.*?\|\s*\S+\/\S+(?:\s+\[(?:[^<\]]*<([^,\]]+)|([^\]]{1,20}) left\]))?/.exec(plain);
  if (bar) return toProgress(bar[1], bar[2] ?? bar[3]);
  const edge = /^\s*(?:[\w ]{1,30}[:=]\s*)?(\d{1,3})(?:\.\d+)?\s?%|\[[#=.>\s-]+\]\s*(\d{1,3})(?:\.\d+)?\s?%/.exec(
    plain,
  );
  if (edge) return toProgress(edge[1] ?? edge[2], undefined);
  const end = /(?:^|[\s(])(\d{1,3})(?:\.\d+)?\s?%\)?\s*$/.exec(plain);
  return end ? toProgress(end[1], undefined) : null;
}

/** The last progress in the end of an output, which may start within a line or an escape sequence. */
export function findProgress(outputEnd: string): ReportedProgress | null {
  const lines = outputEnd.replace(escapeSequences, "").split(/[\r\n]+/);
  for (const line of lines.toReversed()) {
    const progress = parseProgress(line);
    if (progress) return progress;
  }
  return null;
}

/** The seconds in a remaining time such as `00:12`, `1:02:03` or `24s`; null for any other text. */
export function remainingSeconds(remaining: string): number | null {
  const [, hours, minutes, seconds] = /^(?:(?:(\d+):)?(\d+):)?(\d+) ?s?$/.exec(remaining.trim()) ?? [];
  if (seconds === undefined) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
}

const esc = "\u001b";
const escapeSequences = new RegExp(`${esc}\\[[0-?]*[ -/]*[@-~]`, "g");

function toProgress(percent: string | undefined, remaining: string | undefined): ReportedProgress | null {
  const value = Number(percent);
  if (!(value >= 0 && value <= 100)) return null;
  return { fraction: value / 100, remaining: remaining && remaining !== "?" ? remaining : null };
}
