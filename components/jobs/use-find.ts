import { useEffect, useMemo, useState } from "react";
import type { FoundLines } from "@/server/output/find";
import type { OutputLog } from "./output-log";
import { findLines } from "./terminal-find";

const typingDelayMs = 200;
const none: number[] = [];

/** The numbers of the lines that contain `needle`; null while the server searches a log that is not loaded in full. */
export function useFind(path: string, output: { log: OutputLog }, needle: string): number[] | null {
  const { base } = output.log;
  const [found, setFound] = useState<(FoundLines & { needle: string }) | null>(null);
  const isLong = base > 0;

  useEffect(() => {
    if (!isLong || needle === "") return;
    const request = new AbortController();
    const timer = setTimeout(async () => {
      const url = `${path}/output/find?text=${encodeURIComponent(needle)}`;
      const response = await fetch(url, { signal: request.signal }).catch(() => null);
      // The route responds with FoundLines.
      if (response?.ok) setFound({ ...((await response.json()) as FoundLines), needle });
    }, typingDelayMs);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [path, isLong, needle]);

  // `output` is a new object each time its buffer changes.
  return useMemo(() => {
    if (needle === "") return none;
    const local = findLines(output.log.buffer.lines, needle).map((line) => line + base);
    if (!isLong) return local;
    if (found?.needle !== needle) return null;
    return [...found.lines, ...local.filter((line) => line >= found.lineCount)];
  }, [output, base, isLong, needle, found]);
}
