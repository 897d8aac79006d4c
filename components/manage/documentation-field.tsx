"use client";

import { type ReactNode, useId, useRef, useState, useTransition } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Textarea } from "../ui/input";

interface Props {
  defaultValue: string;
  /** Renders the text as users see it. */
  preview: (text: string) => Promise<ReactNode>;
}

/** A field for a script's documentation that shows either the editable text or a preview. */
export function DocumentationField({ defaultValue, preview }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [rendered, setRendered] = useState<ReactNode>(null);
  const [isPending, startTransition] = useTransition();
  const isShown = rendered !== null;
  function toggle() {
    if (isShown) setRendered(null);
    else startTransition(async () => setRendered((await preview(field.current?.value ?? "")) ?? ""));
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {t("Documentation")}
        </label>
        <Button size="small" aria-pressed={isShown} aria-disabled={isPending || undefined} onClick={toggle}>
          {isShown ? t("Write") : t("Preview")}
        </Button>
      </div>
      <Textarea
        id={id}
        ref={field}
        name="documentation"
        rows={6}
        defaultValue={defaultValue}
        aria-describedby={`${id}-about`}
        hidden={isShown}
      />
      {isShown ? (
        <section aria-label={t("Preview")} className="rounded-control border border-line bg-surface px-3 py-2">
          {rendered}
        </section>
      ) : null}
      <p id={`${id}-about`} className="text-13 text-muted">
        {t("Markdown. Shown collapsed above the form.")}
      </p>
    </div>
  );
}
