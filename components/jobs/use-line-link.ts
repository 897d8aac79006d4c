import { useEffect, useRef, useState } from "react";

/** The line (from 0) that the address's `#L17` names, scrolled to once it is there; null when it names none. */
export function useLineLink(lineCount: number, scrollTo: (line: number) => void): number | null {
  const [line, setLine] = useState<number | null>(null);
  const pending = useRef<number | null>(null);

  useEffect(() => {
    const read = () => {
      const number = /^#L(\d{1,9})$/.exec(location.hash)?.[1];
      const next = number ? Number(number) - 1 : null;
      setLine(next);
      pending.current = next;
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);

  useEffect(() => {
    const wanted = pending.current;
    if (line === null || wanted === null || wanted >= lineCount) return;
    pending.current = null;
    scrollTo(wanted);
  }, [line, lineCount, scrollTo]);

  return line;
}
