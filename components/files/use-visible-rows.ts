import { type RefObject, useCallback, useEffect, useState } from "react";
import { followScrolling } from "../ui/follow-scrolling";

/** The height of a line in pixels, which is that of the class `h-8`. */
export const rowHeight = 32;
const MARGIN_ROWS = 15;

/** The lines of a scrolling list to render: those on screen, and some above and below. */
export function useVisibleRows(frame: RefObject<HTMLElement | null>, count: number) {
  const [view, setView] = useState({ first: 0, rows: 30 });

  const measure = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    // In steps of five lines, so that scrolling does not render for each pixel.
    const first = Math.floor(element.scrollTop / rowHeight / 5) * 5;
    const rows = Math.ceil(element.clientHeight / rowHeight) + 5;
    setView((old) => (old.first === first && old.rows === rows ? old : { first, rows }));
  }, [frame]);
  useEffect(() => (frame.current ? followScrolling(frame.current, measure) : undefined), [frame, measure]);

  const reveal = useCallback(
    (index: number) => {
      const element = frame.current;
      if (!element) return;
      const top = index * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight - element.clientHeight;
      measure();
    },
    [frame, measure],
  );
  const first = Math.max(0, Math.min(view.first, count) - MARGIN_ROWS);
  return { first, end: Math.min(count, view.first + view.rows + MARGIN_ROWS), reveal };
}
