"use client";

import { usePathname, useRouter } from "next/navigation";
import { Suspense, useEffect, useRef, useState } from "react";
import { explainNotLoaded, loadable } from "../ui/loadable";
import { toast } from "../ui/toaster";
import type { Reader } from "./palette/entries";
import { rememberPage } from "./palette/recent-pages";

const Palette = loadable(async () => (await import("./palette/palette")).Palette, NotOpened);
const ShortcutList = loadable(async () => (await import("./palette/shortcut-list")).ShortcutList, NotOpened);

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
  const early = useRef("");

  useEffect(() => rememberPage(user, pathname), [user, pathname]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        if (document.querySelector("dialog[open]")) return;
        early.current = "";
        setOpened("palette");
        return;
      }
      if (opened === "palette" && !document.querySelector("dialog[open]")) {
        if (event.key === "Escape") setOpened(null);
        early.current = typed(early.current, event);
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
      if (name !== "palette" && name !== "shortcuts") return;
      early.current = "";
      setOpened(name);
    };
    window.addEventListener("keydown", press);
    document.addEventListener("click", click);
    return () => {
      window.removeEventListener("keydown", press);
      document.removeEventListener("click", click);
    };
  }, [router, pathname, opened]);

  const close = () => setOpened(null);
  return (
    <Suspense>
      {opened === "palette" ? <Palette {...reader} early={early} onClose={close} onOpen={setOpened} /> : null}
      {opened === "shortcuts" ? <ShortcutList onClose={close} /> : null}
    </Suspense>
  );
}

/** In place of a window whose code could not be loaded. */
function NotOpened({ onClose }: { onClose: () => void }) {
  useEffect(() => {
    toast({ text: explainNotLoaded(), isError: true });
    onClose();
  });
  return null;
}

/** The text that somebody types for the palette before it is there. The page does not get these keys. */
function typed(text: string, event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey || event.altKey) return text;
  if (event.key !== "Backspace" && event.key.length !== 1) return text;
  event.preventDefault();
  return event.key === "Backspace" ? text.slice(0, -1) : text + event.key;
}

function isTyping(event: KeyboardEvent): boolean {
  // The target of a key event is always an element.
  const target = event.target as HTMLElement;
  return (
    target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog") !== null
  );
}
