"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import type { OutputEnds } from "@/server/output/lines";
import { appendOutput, linesAtCursors } from "@/terminal/buffer";
import { Notice } from "../ui/notice";
import { plainText } from "./ansi-spans";
import { explainLastLines } from "./explain-end";
import { JobProgress } from "./job-progress";
import { createLog } from "./output-log";
import { parseProgress } from "./progress";
import { Terminal } from "./terminal";
import { useJobStream } from "./use-job-stream";

interface Props {
  /** The path of the job: `/jobs/<uuid or id>`. */
  path: string;
  /** The query from which the stream continues; null if the page contains the full output. */
  streamFrom: string | null;
  isOpen: boolean;
  isRunning: boolean;
  hasFailed: boolean;
  /** Why the job failed, as far as the server knows. The last lines may explain more. */
  failure: string | null;
  /** Shown while there is no output. */
  empty: string;
  /** The output that the page contains. */
  initialOutput: OutputEnds;
}

/** The live part of a job's page: progress, output, and the reason of a failure. The server renders the other parts. */
export function JobConsole({ path, streamFrom, isOpen, isRunning, hasFailed, failure, empty, initialOutput }: Props) {
  const router = useRouter();
  // The page is rendered again when the job changes. The initial output and the start of the stream do not change.
  const [stream] = useState(() => (streamFrom === null ? null : `${path}/stream?${streamFrom}`));
  const [output, setOutput] = useState(() => ({ log: createLog(initialOutput) }));
  const refresh = useRefresh(() => router.refresh());
  useJobStream(stream, {
    onOutput: (chunks) => {
      for (const chunk of chunks) appendOutput(output.log.buffer, chunk.stream, chunk.text);
      setOutput({ log: output.log });
    },
    onChange: refresh,
  });

  const tail = useMemo(() => lastLines(output.log.buffer.lines), [output]);
  const cursors = linesAtCursors(output.log.buffer).map(({ text }) => plainText(text));
  const progress = isRunning ? findProgress([...tail.slice(-4), ...cursors]) : null;
  const reason = hasFailed ? (explainLastLines(tail.join("\n")) ?? failure) : null;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {progress ? <JobProgress {...progress} /> : null}
      {reason ? <Notice kind="bad">{reason}</Notice> : null}
      <Terminal path={path} output={output} empty={empty} followsInitially={isOpen || hasFailed} />
    </div>
  );
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
