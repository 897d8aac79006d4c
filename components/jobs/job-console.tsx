"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import type { OutputEnds } from "@/server/output/lines";
import { Notice } from "../ui/notice";
import { plainText } from "./ansi-spans";
import { explainLastLines } from "./explain-end";
import { JobProgress } from "./job-progress";
import { createLog } from "./output-log";
import { parseProgress } from "./progress";
import { Terminal } from "./terminal";
import { appendOutput, type TerminalBuffer } from "./terminal-buffer";
import { useJobStream } from "./use-job-stream";

interface Props {
  /** The path of this job, `/jobs/<uuid or number>`. */
  path: string;
  /** Where the stream goes on, as its query; null when the page came with all there is. */
  streamFrom: string | null;
  isOpen: boolean;
  isRunning: boolean;
  hasFailed: boolean;
  /** Why it failed, as far as the server knows; the last lines may say more. */
  failure: string | null;
  /** What to say while there is no output. */
  empty: string;
  /** Output that the page came with. */
  first: OutputEnds;
}

/** The live part of a job's page: progress, output, and what its last lines say. The rest is drawn by the server again. */
export function JobConsole({ path, streamFrom, isOpen, isRunning, hasFailed, failure, empty, first }: Props) {
  const router = useRouter();
  // The page is drawn again as the job changes; what it came with at first, and where its stream goes on, stays.
  const [stream] = useState(() => (streamFrom === null ? null : `${path}/stream?${streamFrom}`));
  const [output, setOutput] = useState(() => ({ log: createLog(first) }));
  const refresh = useRefresh(() => router.refresh());
  useJobStream(stream, {
    onOutput: (pieces) => {
      for (const piece of pieces) appendOutput(output.log.buffer, piece.stream, piece.text);
      setOutput({ log: output.log });
    },
    onChange: refresh,
  });

  const tail = useMemo(() => lastLines(output.log.buffer.lines), [output]);
  const progress = isRunning ? findProgress([...tail.slice(-4), ...openLines(output.log.buffer)]) : null;
  const reason = hasFailed ? (explainLastLines(tail.join("\n")) ?? failure) : null;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {progress ? <JobProgress {...progress} /> : null}
      {reason ? <Notice kind="bad">{reason}</Notice> : null}
      <Terminal {...{ path, output, empty }} followsAtFirst={isOpen || hasFailed} />
    </div>
  );
}

function lastLines(lines: readonly { text: string }[]): string[] {
  return lines.slice(-60).map((line) => plainText(line.text));
}

/** What is being written right now: a bar on one stream stays there while lines come on the other. */
function openLines(buffer: TerminalBuffer): string[] {
  return [...buffer.open.values()].flatMap(({ line }) => (line ? [plainText(line.text)] : []));
}

function findProgress(lines: string[]) {
  for (const line of lines.toReversed()) {
    const progress = parseProgress(line);
    if (progress) return progress;
  }
  return null;
}

/** Calls `refresh` soon, and at most every half second however often it is asked to. */
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
