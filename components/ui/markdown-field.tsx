"use client";

import { type ReactNode, useId, useRef, useState, useTransition } from "react";
import { t } from "@/server/language/text";
import { useFieldErrors } from "./action-form";
import { Button } from "./button";
import { Textarea } from "./input";

interface Props {
  id?: string;
  name: string;
  label: string;
  help: string;
  rows: number;
  defaultValue: string;
  /** Renders the text as people see it. */
  preview: (text: string) => Promise<ReactNode>;
  /** Buttons next to the one for the preview. */
  tools?: ReactNode;
}

/** A field for Markdown that shows either the editable text or a preview. */
export function MarkdownField({ id, name, label, help, rows, defaultValue, preview, tools }: Props) {
  const generatedId = useId();
  const fieldId = id ?? generatedId;
  const field = useRef<HTMLTextAreaElement>(null);
  const errors = useFieldErrors(name);
  const [rendered, setRendered] = useState<ReactNode>(null);
  const [isPending, startTransition] = useTransition();
  const isShown = rendered !== null;
  function toggle() {
    if (isShown) setRendered(null);
    else startTransition(async () => setRendered((await preview(field.current?.value ?? "")) ?? ""));
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={fieldId} className="mr-auto font-medium">
          {label}
        </label>
        {isShown ? null : tools}
        <Button
          size="small"
          aria-pressed={isShown}
          aria-disabled={isPending || undefined}
          onClick={toggle}
          className="[@media(scripting:none)]:hidden"
        >
          {isShown ? t("Write") : t("Preview")}
        </Button>
      </div>
      <Textarea
        id={fieldId}
        ref={field}
        name={name}
        rows={rows}
        defaultValue={defaultValue}
        aria-describedby={`${fieldId}-about`}
        aria-invalid={errors ? true : undefined}
        hidden={isShown}
      />
      {isShown ? (
        <section aria-label={t("Preview")} className="rounded-control border border-line bg-surface px-3 py-2">
          {rendered}
        </section>
      ) : null}
      <div id={`${fieldId}-about`} className="text-13">
        {errors ? <p className="text-failed">{errors.join(" ")}</p> : null}
        <p className="text-muted">{help}</p>
      </div>
    </div>
  );
}
