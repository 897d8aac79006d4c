import { useEffect, useRef } from "react";
import type { OutputLines } from "@/server/output/lines";
import { addPage, missingPages, type OutputLog, pageLines } from "./output-log";

/** The delay before pages are loaded, so that dragging the scroll bar does not load the pages that pass by. */
const scrollDelayMs = 60;

interface Options {
  /** The path `/jobs/<uuid or id>`. */
  path: string;
  log: OutputLog;
  /** The lines to show: from `first` up to but not including `end`. */
  first: number;
  end: number;
  /** Called after a page is loaded. */
  onPage: (page: number) => void;
}

/** Loads the pages of a log that are needed to show some of its lines. */
export function useLogPages({ path, log, first, end, onPage }: Options): void {
  const loading = useRef(new Set<number>());
  const latestOnPage = useRef(onPage);
  useEffect(() => {
    latestOnPage.current = onPage;
  });

  useEffect(() => {
    const missing = missingPages(log, { first, end }).filter((page) => !loading.current.has(page));
    if (missing.length === 0) return;
    const load = async (page: number) => {
      loading.current.add(page);
      const from = page * pageLines;
      const count = Math.min(pageLines, log.base - from);
      const response = await fetch(`${path}/output/lines?from=${from}&count=${count}`).catch(() => null);
      loading.current.delete(page);
      if (!response?.ok) return;
      addPage(log, page, (await response.json()) as OutputLines); // the route responds with OutputLines
      latestOnPage.current(page);
    };
    const timer = setTimeout(() => {
      for (const page of missing) void load(page);
    }, scrollDelayMs);
    return () => clearTimeout(timer);
  }, [path, log, first, end]);
}
