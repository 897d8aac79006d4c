"use client";

import { useRouter } from "next/navigation";
import { Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { isOpen, isWaiting, type JobStatus } from "@/db/job-state";
import { t } from "@/server/language/text";
import type { OutputEnds } from "@/server/output/lines";
import { appendOutput, linesAtCursors } from "@/terminal/buffer";
import { loadable } from "../ui/loadable";
import { Notice } from "../ui/notice";
import { plainText } from "./ansi-spans";
import { explainLastLines } from "./explain-end";
import { JobProgress } from "./job-progress";
import { isNotifying } from "./notify-choice";
import { createLog } from "./output-log";
import { parseProgress } from "./progress";
import { Terminal } from "./terminal";
import { useJobStream } from "./use-job-stream";
import { useTabState } from "./use-tab-state";

const NotifyButton = loadable(async () => (await import("./notify-button")).NotifyButton);

interface Props {
  /** The path of the job: `/jobs/<uuid or id>`. */
  path: string;
  name: string;
  /** The query from which the stream continues; null if the page contains the full output. */
  streamFrom: string | null;
  status: JobStatus;
  /** Why the job failed, as far as the server knows. The last lines may explain more. */
  failure: string | null;
  /** Shown while there is no output. */
  empty: string;
  /** The output that the page contains. */
  initialOutput: OutputEnds;
}

/** The live part of a job's page: progress, output, and the reason of a failure. The server renders the other parts. */
export function JobConsole({ path, name, streamFrom, status, failure, empty, initialOutput }: Props) {
  const router = useRouter();
  // The page is rendered again when the job changes. The initial output and the start of the stream do not change.
  const [stream] = useState(() => (streamFrom === null ? null : `${path}/stream?${streamFrom}`));
  const [output, setOutput] = useState(() => ({ log: createLog(initialOutput) }));
  const [reason, setReason] = useState<string | null>(null);
  const [liveStatus, setLiveStatus] = useState<JobStatus | null>(null);
  const [isGone, setIsGone] = useState(false);
  const refresh = useRefresh(() => router.refresh());
  useJobStream(stream, {
    onOutput: (chunks) => {
      for (const chunk of chunks) appendOutput(output.log.buffer, chunk.stream, chunk.text);
      setOutput({ log: output.log });
    },
    onChange: refresh,
    onStatus: setLiveStatus,
    onWaiting: setReason,
    onGone: () => setIsGone(true),
    staysOpen: () => isNotifying(path),
  });

  const tail = useMemo(() => lastLines(output.log.buffer.lines), [output]);
  const isRunning = status === "running";
  const progress = isRunning
    ? findProgress([...tail.slice(-4), ...linesAtCursors(output.log.buffer).map(({ text }) => plainText(text))])
    : null;
  // What the server knows better, such as a limit that was exceeded, is in the header.
  const failed = failure === null ? null : (explainLastLines(tail.join("\n")) ?? failure);
  const shownStatus = liveStatus ?? status;
  useTabState(shownStatus, progress && isOpen(shownStatus) ? Math.round(progress.fraction * 100) : null);
  const canNotify = useSyncExternalStore(noChanges, browserNotifies, () => false) && stream !== null;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {isGone ? (
        <Notice kind="warning" role="status">
          {t("You can no longer open this job. It was deleted, its link was revoked, or you were signed out.")}
        </Notice>
      ) : null}
      <div className="flex items-center gap-3 empty:hidden">
        {progress ? <JobProgress {...progress} /> : null}
        {canNotify ? (
          <Suspense fallback={null}>
            <NotifyButton path={path} name={name} status={shownStatus} />
          </Suspense>
        ) : null}
      </div>
      {failed ? <Notice kind="bad">{failed}</Notice> : null}
      <Terminal
        path={path}
        output={output}
        empty={isWaiting(status) ? (reason ?? empty) : empty}
        followsInitially={isOpen(status) || status === "failed"}
      />
    </div>
  );
}

const noChanges = () => () => undefined;

/** Browsers have notifications only on secure origins. */
function browserNotifies(): boolean {
  return window.isSecureContext && "Notification" in window;
}

function lastLines(lines: readonly { text: string; isHidden: boolean }[]): string[] {
  const last: string[] = [];
  for (let index = lines.length - 1; index >= 0 && last.length < 60; index -= 1) {
    const line = lines[index];
    if (line && !line.isHidden) last.unshift(plainText(line.text));
  }
  return last;
}

function findProgress(lines: string[]) {
  for (const line of lines.toReversed()) {
    const progress = parseProgress(line);
    if (progress) return progress;
  }
  return null;
}

/** A function that calls `refresh` with a delay, and at most once every half second. */
function useRefresh(refresh: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      refresh();
    }, 500);
  };
}
