import type { EndCause, JobStatus } from "@/db/schema/jobs";
import { formatBytes, formatDuration } from "@/server/language/format";
import { type Message, sayMessages } from "@/server/language/message";
import { phrase, t } from "@/server/language/text";

export interface EndedJob {
  status: JobStatus;
  exitCode: number | null;
  signal: string | null;
  endedBy: EndCause | null;
  endMessages: Message[] | null;
}

/** How a job ended that did not end well, in one sentence for people; null for one that did or has not ended. */
export function explainEnd(job: EndedJob): string | null {
  const said = sayMessages(job.endMessages);
  if (said) return said;
  if (job.status === "completed" || job.status === "submitted" || job.status === "queued" || job.status === "running")
    return null;
  if (job.endedBy && job.endedBy !== "exit" && job.endedBy !== "signal") return t(causes[job.endedBy]);
  if (job.status === "interrupted") return t(causes.lost);
  if (job.signal) return explainSignal(job.signal);
  if (job.status === "error") return t("Wooey could not run this job. The fault is on the server, not in the script.");
  if (job.exitCode !== null) return explainExitCode(job.exitCode);
  return null;
}

const causes: Record<Exclude<EndCause, "exit" | "signal">, string> = {
  user: phrase("It was stopped by request."),
  timeout: phrase("It reached its time limit and was stopped."),
  cpu: phrase("It used all the processor time it may have and was stopped."),
  memory: phrase("It needed more memory than it may have and was stopped."),
  disk: phrase("It wrote more to its folder than it may and was stopped."),
  lost: phrase("The script's process is gone, and nobody knows how it ended. Run it again."),
  start: phrase("The script could not be started."),
};

const signals: Record<string, string> = {
  SIGKILL: phrase("The script was killed from outside; most often the machine ran out of memory."),
  SIGSEGV: phrase("The script crashed: it touched memory that is not its own (segmentation fault)."),
  SIGABRT: phrase("The script gave up by itself (abort), most often after an internal error."),
  SIGBUS: phrase("The script crashed with a bus error; most often a file it had mapped was cut, or the disk is full."),
  SIGFPE: phrase("The script crashed on an impossible calculation, such as a division by zero."),
  SIGILL: phrase("The script crashed: it holds an instruction this processor does not have."),
  SIGTERM: phrase("The script was asked to end from outside, and did."),
  SIGINT: phrase("The script was interrupted from outside."),
  SIGPIPE: phrase("The script wrote to something that was no longer reading."),
  SIGXCPU: causes.cpu,
  SIGXFSZ: phrase("The script wrote a file larger than it may."),
};

function explainSignal(signal: string): string {
  const known = signals[signal];
  return known ? t(known) : t("The script was ended by the signal {signal}.", { signal });
}

/** Exit codes as shells and argparse use them (bash(1), EXIT STATUS; argparse exits with 2). */
function explainExitCode(code: number): string {
  if (code === 0) return t("The script ended normally.");
  if (code === 2) return t("The script did not accept its parameters, or ended with code 2 for a reason of its own.");
  if (code === 126) return t("The script's file could not be executed (exit code 126).");
  if (code === 127) return t("A program the script needs was not found (exit code 127).");
  if (code > 128 && code < 160)
    return t("The script was ended by signal {number} (exit code {code}).", { number: code - 128, code });
  return t("The script ended with exit code {code}, which means that it failed. Its last lines usually say why.", {
    code,
  });
}

/** Whether only the script itself knows why it failed: then its last lines may say more than we can. */
export function hasFailedByItself(job: EndedJob): boolean {
  return job.status === "failed" && job.endedBy === "exit" && !job.endMessages;
}

// What glibc, Python, Node, curl, R and Go say where a name cannot be looked up or there is no way out.
const hasNoNetwork =
  /Temporary failure in name resolution|Name or service not known|Network is unreachable|Could not resolve host|cannot resolve host|EAI_AGAIN|ENETUNREACH|dial tcp: lookup|urlopen error \[Errno 13\]/i;

/** What the last lines of a failed script say to somebody who does not read tracebacks; null when they say nothing known. */
export function explainLastLines(text: string): string | null {
  const module = /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?/.exec(text)?.[1];
  if (module)
    return t("The script needs the Python module “{module}”, which is not installed where it runs.", { module });
  const file = /FileNotFoundError: .*?'([^'\n]{1,200})'/.exec(text)?.[1];
  if (file) return t("The script looked for the file “{file}”, which does not exist.", { file });
  const denied = /PermissionError: .*?'([^'\n]{1,200})'/.exec(text)?.[1];
  if (denied) return t("The script may not open “{file}”.", { file: denied });
  if (hasNoNetwork.test(text)) {
    return t(
      "The script could not reach the network. Scripts may not, unless staff allow it among the script's limits.",
    );
  }
  if (/^MemoryError/m.test(text)) return t("The script ran out of memory.");
  if (/No space left on device/.test(text)) return t("There is no space left on the disk the script writes to.");
  const refused = /^[^\n]{0,200}: error: ([^\n]{1,300})$/m.exec(text)?.[1];
  if (refused) return t("The script refused its parameters: {reason}", { reason: refused });
  const [, name, message] = /^(\w+(?:\.\w+)*(?:Error|Exception)): ([^\n]{1,300})$/m.exec(text.slice(-4000)) ?? [];
  return name && message ? t("The script ended with {name}: {message}", { name, message }) : null;
}

/** "12 kB dropped": what was cut from the middle of a flood. */
export function explainDropped(bytes: number): string {
  return t("{size} in the middle were not kept: the output was larger than its limit.", { size: formatBytes(bytes) });
}

/** "ran 41 s", "running for 3 m", "waited 2 s": the time that matters in the job's state. */
export function explainTimes(
  job: { createdAt: Date; startedAt: Date | null; endedAt: Date | null },
  now: Date,
): string {
  const since = (from: Date, to: Date) => formatDuration(to.getTime() - from.getTime());
  if (job.startedAt && job.endedAt) return t("ran {time}", { time: since(job.startedAt, job.endedAt) });
  if (job.startedAt) return t("running for {time}", { time: since(job.startedAt, now) });
  if (job.endedAt) return t("never started");
  return t("waiting for {time}", { time: since(job.createdAt, now) });
}
