"use client";

import { type ReactNode, useEffect, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "./button";
import { Link } from "./link";

export interface Toast {
  text: string;
  isError?: boolean;
  /** The page to which the message leads. */
  href?: string;
}

const shownMs = 4_000;
const linkShownMs = 12_000;

/** Shows a short message above the page for a few seconds and announces it. Errors stay until they are closed. */
export function toast(message: Toast): void {
  window.dispatchEvent(new CustomEvent<Toast>("wooey:toast", { detail: message }));
}

/**
 * The toasts of a page, and below them `children`: messages that stay as long as they are true. `closeIcon` is rendered by
 * the server, so that pages need no JavaScript for it.
 */
export function Toaster({ closeIcon, children }: { closeIcon: ReactNode; children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);

  useEffect(() => {
    let last = 0;
    const add = (event: Event) => {
      const id = ++last;
      const message = (event as CustomEvent<Toast>).detail; // only toast() dispatches this event
      // A repeated message replaces the earlier one.
      setToasts((all) => [...all.filter((each) => each.text !== message.text).slice(-2), { ...message, id }]);
      const remove = () => setToasts((all) => all.filter((each) => each.id !== id));
      if (!message.isError) setTimeout(remove, message.href ? linkShownMs : shownMs);
    };
    window.addEventListener("wooey:toast", add);
    return () => window.removeEventListener("wooey:toast", add);
  }, []);

  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2">
      {toasts.map((each) => (
        <div
          key={each.id}
          className="pointer-events-auto flex max-w-prose items-center gap-3 rounded-control border border-line bg-raised py-1 pr-1 pl-3.5 shadow-float"
        >
          {each.href ? (
            <Link href={each.href} className="min-w-0 break-words text-accent underline">
              {each.text}
            </Link>
          ) : (
            <span className={each.isError ? "text-failed" : undefined}>{each.text}</span>
          )}
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("Dismiss message")}
            onClick={() => setToasts((all) => all.filter((other) => other.id !== each.id))}
          >
            {closeIcon}
          </Button>
        </div>
      ))}
      {children}
    </div>
  );
}
