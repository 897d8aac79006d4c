import fs from "node:fs";
import path from "node:path";
import { type Message, message } from "@/server/language/message";
import { groupEvents } from "@/server/sandbox/cgroup";
import { signalOf } from "@/server/sandbox/execute";
import type { ClaimedJob } from "./claim";
import type { RunEnd } from "./finish";
import type { RunFolder } from "./folder";
import { readExit } from "./launch";
import { wasFenced } from "./lease";
import { type EndReason, limitsOf, memoryReason, reachedLimit } from "./limits";

const LAST_MESSAGE_BYTES = 2_000;

/** What a worker knows about a run that has ended. */
export interface EndedRun {
  job: ClaimedJob;
  folder: RunFolder;
  /** Why the worker has ended it; null if the worker did not end it. */
  reason: EndReason | null;
  /** Whether the worker has tried to end it. */
  wasStopped: boolean;
  /** The folder of its control group; null if it has none. */
  group: string | null;
  /** The largest number of processes seen at the same time. */
  processesMax: number;
}

/**
 * How a run has ended, according to its exit code and the worker's knowledge. `notes` become a part of its messages.
 */
export function endOfRun(run: EndedRun, notes: Message[]): RunEnd {
  const code = readExit(run.folder);
  const limits = limitsOf(run.job.limits);
  if (wasFenced(run.folder) && !run.reason && !run.wasStopped) {
    const endMessages = [
      message(
        "Interrupted: the worker could not reach the database, and its script was ended before another worker could start it again.",
      ),
    ];
    return { status: "interrupted", exitCode: null, signal: null, endedBy: "lost", endMessages };
  }
  if (code === null && !run.reason && !run.wasStopped) {
    const endMessages = [message("Interrupted: the script's process disappeared, and its result is unknown.")];
    return { status: "interrupted", exitCode: null, signal: null, endedBy: "lost", endMessages };
  }
  const signal = signalOf(code);
  const exitCode = signal ? null : code;
  const events = run.group === null ? noEvents : groupEvents(run.group);
  const killed = events.memoryKills > 0 && exitCode !== 0 ? memoryReason(limits.memoryBytes) : null;
  const reason =
    run.reason ?? killed ?? reachedLimit(limits, { exitCode, signal, lastMessage: lastMessageOf(run.folder) });
  const isSuccess = exitCode === 0 && !run.reason;
  const processes =
    !isSuccess && (run.processesMax >= limits.processes || events.refusedProcesses > 0)
      ? [
          message("The job reached its limit of {count, plural, one {# process} other {# processes}} at a time.", {
            count: limits.processes,
          }),
        ]
      : [];
  const messages = [...(reason ? [reason.message] : []), ...processes, ...notes];
  return {
    status: isSuccess ? "completed" : "failed",
    exitCode,
    signal,
    endedBy: reason?.endedBy ?? (signal ? "signal" : "exit"),
    endMessages: messages.length > 0 ? messages : null,
  };
}

const noEvents = { memoryKills: 0, refusedProcesses: 0 };

const colors = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, "g");

/** The last bytes that the script printed to stderr or to its terminal, without colors. */
function lastMessageOf(folder: RunFolder): string {
  const stderr = path.join(folder.root, "stderr");
  const file = fs.existsSync(stderr) ? stderr : path.join(folder.root, "stdout");
  try {
    const opened = fs.openSync(fs.existsSync(`${file}.end`) ? `${file}.end` : file, "r");
    const size = fs.fstatSync(opened).size;
    const content = Buffer.alloc(Math.min(size, LAST_MESSAGE_BYTES));
    fs.readSync(opened, content, 0, content.length, size - content.length);
    fs.closeSync(opened);
    return content.toString("latin1").replace(colors, "");
  } catch {
    return "";
  }
}
