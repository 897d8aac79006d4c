import { useEffect, useRef, useState } from "react";

/** The index of the line in the address (`#L17`); null if there is none. Scrolls to the line as soon as it exists. */
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
    const target = pending.current;
    if (line === null || target === null || target >= lineCount) return;
    pending.current = null;
    scrollTo(target);
  }, [line, lineCount, scrollTo]);

  return line;
}
