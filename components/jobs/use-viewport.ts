import { type RefObject, useCallback, useEffect, useState } from "react";
import type { Viewport } from "./line-window";

/** The visible part of a terminal: its scroll position, its height, and its characters per row. */
export function useViewport(frame: RefObject<HTMLElement | null>, ruler: RefObject<HTMLElement | null>): Viewport {
  const [view, setView] = useState<Viewport>({ top: 0, height: 800, columns: 0 });

  const measure = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const character = (ruler.current?.getBoundingClientRect().width ?? 0) / 100;
    // Line numbers take 48 px, the padding 8 px and the border 2 px.
    const columns = character > 0 ? Math.max(20, Math.floor((element.clientWidth - 58) / character)) : 0;
    // The position changes in steps of ten rows, so that scrolling does not render for each pixel.
    const top = Math.floor(element.scrollTop / 200) * 200;
    const height = element.clientHeight + 200;
    setView((old) =>
      old.top === top && old.height === height && old.columns === columns ? old : { top, height, columns },
    );
  }, [frame, ruler]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [frame, measure]);

  return view;
}
