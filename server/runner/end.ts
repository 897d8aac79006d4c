import fs from "node:fs";
import path from "node:path";
import { type Message, message } from "@/server/language/message";
import { signalOf } from "@/server/sandbox/execute";
import type { ClaimedJob } from "./claim";
import type { RunEnd } from "./finish";
import type { RunFolder } from "./folder";
import { readExit } from "./launch";
import { type EndReason, limitsOf, metLimit } from "./limits";

const LAST_WORDS_BYTES = 2_000;

/** What a worker has seen of a run that is over. */
export interface SeenRun {
  job: ClaimedJob;
  folder: RunFolder;
  /** Why the worker has ended it, if it has. */
  reason: EndReason | null;
  isStopping: boolean;
  /** The most processes seen at a time. */
  processesMax: number;
}

/** How a run whose processes are gone has ended, from its exit code and what was seen of it; `notes` go into its note. */
export function endOfRun(state: SeenRun, notes: Message[]): RunEnd {
  const code = readExit(state.folder);
  const limits = limitsOf(state.job.limits);
  if (code === null && !state.reason && !state.isStopping) {
    const endMessages = [message("Interrupted: its process is gone, and how it ended is unknown.")];
    return { status: "interrupted", exitCode: null, signal: null, endedBy: "lost", endMessages };
  }
  const signal = signalOf(code);
  const exitCode = signal ? null : code;
  const reason = state.reason ?? metLimit(limits, { exitCode, signal, lastWords: lastWordsOf(state.folder) });
  const isFine = exitCode === 0 && !state.reason;
  const processes =
    !isFine && state.processesMax >= limits.processes
      ? [
          message("It reached its limit of {count, plural, one {# process} other {# processes}} at a time.", {
            count: limits.processes,
          }),
        ]
      : [];
  const messages = [...(reason ? [reason.message] : []), ...processes, ...notes];
  return {
    status: isFine ? "completed" : "failed",
    exitCode,
    signal,
    endedBy: reason?.endedBy ?? (signal ? "signal" : "exit"),
    endMessages: messages.length > 0 ? messages : null,
  };
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, "g");

/** The end of what it printed to stderr, or to its terminal, without colours. */
function lastWordsOf(folder: RunFolder): string {
  const stderr = path.join(folder.root, "stderr");
  const file = fs.existsSync(stderr) ? stderr : path.join(folder.root, "stdout");
  try {
    const opened = fs.openSync(fs.existsSync(`${file}.end`) ? `${file}.end` : file, "r");
    const size = fs.fstatSync(opened).size;
    const content = Buffer.alloc(Math.min(size, LAST_WORDS_BYTES));
    fs.readSync(opened, content, 0, content.length, size - content.length);
    fs.closeSync(opened);
    return content.toString("latin1").replace(colours, "");
  } catch {
    return "";
  }
}
