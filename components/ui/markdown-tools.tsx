"use client";

import { type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { t } from "@/server/language/text";
import { Button } from "./button";

interface Props {
  /** The name of the text area of the same form to which the tools belong. */
  name: string;
  /** Renders the text as people see it. */
  preview: (text: string) => Promise<ReactNode>;
  /** More tools. */
  children?: ReactNode;
}

/** The tools of a text area for Markdown: a preview, which takes its place, and others. */
export function MarkdownTools({ name, preview, children }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const [rendered, setRendered] = useState<ReactNode>(null);
  const [isPending, startTransition] = useTransition();
  const isShown = rendered !== null;
  useEffect(() => {
    const field = fieldOf(row.current, name);
    if (field) field.hidden = isShown;
  }, [name, isShown]);
  function toggle() {
    if (isShown) setRendered(null);
    else startTransition(async () => setRendered((await preview(fieldOf(row.current, name)?.value ?? "")) ?? ""));
  }
  return (
    <>
      <div ref={row} className="-mt-7 flex justify-end gap-2 pb-0.5 [@media(scripting:none)]:hidden">
        {isShown ? null : children}
        <Button size="small" aria-pressed={isShown} aria-disabled={isPending || undefined} onClick={toggle}>
          {isShown ? t("Write") : t("Preview")}
        </Button>
      </div>
      {isShown ? (
        <section aria-label={t("Preview")} className="rounded-control border border-line bg-surface px-3 py-2">
          {rendered}
        </section>
      ) : null}
    </>
  );
}

/** The text area with this name in the form around an element. */
export function fieldOf(element: HTMLElement | null, name: string): HTMLTextAreaElement | null {
  const field = element?.closest("form")?.elements.namedItem(name);
  return field instanceof HTMLTextAreaElement ? field : null;
}
