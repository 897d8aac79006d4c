import { useEffect, useRef } from "react";
import type { OutputLines } from "@/server/output/lines";
import { addPage, missingPages, type OutputLog, pageLines } from "./output-log";

/** Whoever drags the bar through a log does not want every page on the way. */
const RESTS_MS = 60;

/** Fetches the pages of a log that are needed to draw these lines; `onPage` hears of each that has come. */
export function useLogPages(
  path: string,
  log: OutputLog,
  { first, end }: { first: number; end: number },
  onPage: (page: number) => void,
): void {
  const loading = useRef(new Set<number>());
  const told = useRef(onPage);
  useEffect(() => {
    told.current = onPage;
  });

  useEffect(() => {
    const wanted = missingPages(log, first, end).filter((page) => !loading.current.has(page));
    if (wanted.length === 0) return;
    const load = async (page: number) => {
      loading.current.add(page);
      const from = page * pageLines;
      const count = Math.min(pageLines, log.base - from);
      const answer = await fetch(`${path}/output/lines?from=${from}&count=${count}`).catch(() => null);
      loading.current.delete(page);
      if (!answer?.ok) return;
      addPage(log, page, (await answer.json()) as OutputLines);
      told.current(page);
    };
    const timer = setTimeout(() => {
      for (const page of wanted) void load(page);
    }, RESTS_MS);
    return () => clearTimeout(timer);
  }, [path, log, first, end]);
}
