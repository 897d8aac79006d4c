import { useEffect, useMemo, useState } from "react";
import type { FoundLines } from "@/server/output/find";
import type { OutputLog } from "./output-log";
import { findLines } from "./terminal-find";

const RESTS_MS = 200;
const none: number[] = [];

/** The lines that hold `needle`; null while the server looks through a log that the page does not have whole. */
export function useFind(path: string, output: { log: OutputLog }, needle: string): number[] | null {
  const { base } = output.log;
  const [found, setFound] = useState<(FoundLines & { needle: string }) | null>(null);
  const isLong = base > 0;

  useEffect(() => {
    if (!isLong || needle === "") return;
    const left = new AbortController();
    const timer = setTimeout(async () => {
      const url = `${path}/output/find?text=${encodeURIComponent(needle)}`;
      const answer = await fetch(url, { signal: left.signal }).catch(() => null);
      if (answer?.ok) setFound({ ...((await answer.json()) as FoundLines), needle });
    }, RESTS_MS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [path, isLong, needle]);

  // `output` is new whenever the buffer in it has changed.
  return useMemo(() => {
    if (needle === "") return none;
    const local = findLines(output.log.buffer.lines, needle).map((line) => line + base);
    if (!isLong) return local;
    if (found?.needle !== needle) return null;
    return [...found.lines, ...local.filter((line) => line >= found.lineCount)];
  }, [output, base, isLong, needle, found]);
}
