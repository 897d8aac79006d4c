"use client";

import { usePathname, useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Reader } from "./palette/entries";
import { rememberPage } from "./palette/recent-pages";

const Palette = lazy(async () => ({ default: (await import("./palette/palette")).Palette }));
const ShortcutList = lazy(async () => ({ default: (await import("./palette/shortcut-list")).ShortcutList }));

/** The letters that follow "g", and where they lead. */
const pagesByLetter: Record<string, string> = { h: "/", s: "/", j: "/jobs/", m: "/manage/" };
/** How long after "g" the second letter counts, in milliseconds. */
const SEQUENCE_MS = 1500;

/** The keys of every page, and the windows that they open. None of them acts while somebody types. */
export function Shortcuts(reader: Reader) {
  const { user } = reader;
  const router = useRouter();
  const pathname = usePathname();
  const [opened, setOpened] = useState<"palette" | "shortcuts" | null>(null);
  const startedAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => rememberPage(user, pathname), [user, pathname]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        if (!document.querySelector("dialog[open]")) setOpened("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event)) return;
      const page = event.timeStamp - startedAt.current < SEQUENCE_MS ? pagesByLetter[event.key] : undefined;
      startedAt.current = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const job = /^\/jobs\/([^/]+)/.exec(pathname)?.[1];
      if (page !== undefined) router.push(page);
      else if (event.key === "?") setOpened("shortcuts");
      else if (event.key === "n" && job) window.location.assign(`/jobs/next/?after=${job}`);
    };
    const click = (event: MouseEvent) => {
      // The target of a click is always an element.
      const name = (event.target as Element).closest<HTMLElement>("[data-opens]")?.dataset.opens;
      if (name === "palette" || name === "shortcuts") setOpened(name);
    };
    window.addEventListener("keydown", press);
    document.addEventListener("click", click);
    return () => {
      window.removeEventListener("keydown", press);
      document.removeEventListener("click", click);
    };
  }, [router, pathname]);

  const close = () => setOpened(null);
  return (
    <Suspense>
      {opened === "palette" ? <Palette {...reader} onClose={close} onOpen={setOpened} /> : null}
      {opened === "shortcuts" ? <ShortcutList onClose={close} /> : null}
    </Suspense>
  );
}

function isTyping(event: KeyboardEvent): boolean {
  // The target of a key event is always an element.
  const target = event.target as HTMLElement;
  return (
    target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog") !== null
  );
}
