import type { JobStatus } from "@/db/job-state";
import { isOpen } from "@/db/job-state";
import type { EndCause } from "@/db/schema/jobs";
import { formatBytes, formatDuration } from "@/server/language/format";
import { localizeMessages, type Message } from "@/server/language/message";
import { phrase, t } from "@/server/language/text";

export interface EndedJob {
  status: JobStatus;
  exitCode: number | null;
  signal: string | null;
  endedBy: EndCause | null;
  endMessages: Message[] | null;
}

/** Why a job ended without success, in a sentence; null for a job that is completed or has not ended. */
export function explainEnd(job: EndedJob): string | null {
  const message = localizeMessages(job.endMessages);
  if (message) return message;
  if (job.status === "completed" || isOpen(job.status)) return null;
  if (job.endedBy && job.endedBy !== "exit" && job.endedBy !== "signal") return t(causes[job.endedBy]);
  if (job.status === "interrupted") return t(causes.lost);
  if (job.signal) return explainSignal(job.signal);
  if (job.status === "error")
    return t("Wooey could not run this job. The problem is on the server, not in the script.");
  if (job.exitCode !== null) return explainExitCode(job.exitCode);
  return null;
}

const causes: Record<Exclude<EndCause, "exit" | "signal">, string> = {
  user: phrase("The job was stopped on request."),
  timeout: phrase("The job reached its time limit and was stopped."),
  cpu: phrase("The job reached its CPU time limit and was stopped."),
  memory: phrase("The job exceeded its memory limit and was stopped."),
  disk: phrase("The job wrote more to its folder than its limit allows and was stopped."),
  lost: phrase("The script's process disappeared, and its result is unknown. Re-run the job."),
  start: phrase("The script could not be started."),
};

const signals: Record<string, string> = {
  SIGKILL: phrase(
    "Another process or the system killed the script, most likely because the machine ran out of memory.",
  ),
  SIGSEGV: phrase("The script crashed: it accessed memory that does not belong to it (segmentation fault)."),
  SIGABRT: phrase("The script aborted, most likely after an internal error."),
  SIGBUS: phrase(
    "The script crashed with a bus error. Most likely a file it had mapped was truncated, or the disk is full.",
  ),
  SIGFPE: phrase("The script crashed on an invalid calculation, such as a division by zero."),
  SIGILL: phrase("The script crashed: it contains an instruction that this processor does not support."),
  SIGTERM: phrase("Another process asked the script to end, and it ended."),
  SIGINT: phrase("Another process interrupted the script."),
  SIGPIPE: phrase("The script wrote to a program that had stopped reading."),
  SIGXCPU: causes.cpu,
  SIGXFSZ: phrase("The script wrote a file that is larger than allowed."),
};

function explainSignal(signal: string): string {
  const known = signals[signal];
  return known ? t(known) : t("The script was ended by signal {signal}.", { signal });
}

/** The meaning of exit codes in shells (bash(1), EXIT STATUS) and in argparse, which exits with 2. */
function explainExitCode(code: number): string {
  if (code === 0) return t("The script ended normally.");
  if (code === 2) return t("The script rejected its parameters, or ended with exit code 2 for another reason.");
  if (code === 126) return t("The script file could not be executed (exit code 126).");
  if (code === 127) return t("A program that the script needs was not found (exit code 127).");
  if (code > 128 && code < 160)
    return t("The script was ended by signal {number} (exit code {code}).", { number: code - 128, code });
  return t("The script failed with exit code {code}. The last lines of its output usually say why.", {
    code,
  });
}

/** Whether the script itself failed. Its last lines may then explain more than the server can. */
export function isScriptFailure(job: EndedJob): boolean {
  return job.status === "failed" && job.endedBy === "exit" && !job.endMessages;
}

// The messages of glibc, Python, Node, curl, R and Go if a name cannot be resolved or the network is unreachable.
const networkErrors =
  /Temporary failure in name resolution|Name or service not known|Network is unreachable|Could not resolve host|cannot resolve host|EAI_AGAIN|ENETUNREACH|dial tcp: lookup|urlopen error \[Errno 13\]/i;

/** The reason of a failure in plain words, from the last lines of the output; null if they contain no known error. */
export function explainLastLines(text: string): string | null {
  const module = /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?/.exec(text)?.[1];
  if (module)
    return t("The script needs the Python module “{module}”, which is not installed in its environment.", { module });
  const file = /FileNotFoundError: .*?'([^'\n]{1,200})'/.exec(text)?.[1];
  if (file) return t("The script needs the file “{file}”, which does not exist.", { file });
  const denied = /PermissionError: .*?'([^'\n]{1,200})'/.exec(text)?.[1];
  if (denied) return t("The script is not allowed to open “{file}”.", { file: denied });
  if (networkErrors.test(text)) {
    return t(
      "The script could not reach the network. Network access is blocked unless staff allow it in the script's limits.",
    );
  }
  if (/^MemoryError/m.test(text)) return t("The script ran out of memory.");
  if (/No space left on device/.test(text)) return t("The disk that the script writes to is full.");
  const refused = /^[^\n]{0,200}: error: ([^\n]{1,300})$/m.exec(text)?.[1];
  if (refused) return t("The script rejected its parameters: {reason}", { reason: refused });
  const [, name, message] = /^(\w+(?:\.\w+)*(?:Error|Exception)): ([^\n]{1,300})$/m.exec(text.slice(-4000)) ?? [];
  return name && message ? t("The script ended with {name}: {message}", { name, message }) : null;
}

/** How much was left out of the middle of a very large output. */
export function explainDropped(bytes: number): string {
  return t("{size} in the middle were discarded because the output exceeded its limit.", { size: formatBytes(bytes) });
}

/** "ran 41s", "running for 3m", "waiting for 2s": the duration that matters in the job's state. */
export function explainTimes(
  job: { createdAt: Date; startedAt: Date | null; endedAt: Date | null },
  now: Date,
): string {
  const since = (from: Date, to: Date) => formatDuration(to.getTime() - from.getTime());
  if (job.startedAt && job.endedAt) return t("ran for {time}", { time: since(job.startedAt, job.endedAt) });
  if (job.startedAt) return t("running for {time}", { time: since(job.startedAt, now) });
  if (job.endedAt) return t("never started");
  return t("waiting for {time}", { time: since(job.createdAt, now) });
}
