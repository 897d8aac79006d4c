import { type RefObject, useCallback, useEffect, useState } from "react";
import { followScrolling } from "../ui/follow-scrolling";
import { scrollStep, type Viewport } from "./line-window";

/** The visible part of a terminal: its scroll position, its height, and its characters per row. */
export function useViewport(
  frame: RefObject<HTMLElement | null>,
  ruler: RefObject<HTMLElement | null>,
  digits: number,
): Viewport {
  const [view, setView] = useState<Viewport>({ top: 0, height: 800, columns: 0 });

  const measure = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const character = (ruler.current?.getBoundingClientRect().width ?? 0) / 100;
    // The padding of line numbers takes 16 px, that of the lines 8 px and the border 2 px.
    const width = element.clientWidth - digits * character - 26;
    const columns = character > 0 ? Math.max(20, Math.floor(width / character)) : 0;
    const top = Math.floor(element.scrollTop / scrollStep) * scrollStep;
    const height = element.clientHeight;
    setView((old) =>
      old.top === top && old.height === height && old.columns === columns ? old : { top, height, columns },
    );
  }, [frame, ruler, digits]);

  useEffect(() => (frame.current ? followScrolling(frame.current, measure) : undefined), [frame, measure]);

  return view;
}
