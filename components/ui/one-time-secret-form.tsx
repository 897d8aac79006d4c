"use client";

import { type ReactNode, startTransition, useActionState } from "react";
import { t } from "@/server/language/text";
import { ActionFormContext } from "./action-form";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";

/** Links, passwords or keys that are shown once and never stored, each with the label of its copy button. */
export interface OneTimeSecretResult {
  oneTimeSecret?: { title: string; texts: { text: string; label: string }[] };
  errors?: Record<string, string[]>;
}

interface Props {
  action: (state: unknown, form: FormData) => Promise<OneTimeSecretResult>;
  button: string;
  variant?: "primary" | "plain";
  className?: string;
  children?: ReactNode;
}

/** A form that shows a secret once after it was submitted. */
export function OneTimeSecretForm({ action, button, variant = "primary", className, children }: Props) {
  const [result, send, isPending] = useActionState<OneTimeSecretResult | undefined, FormData>(action, undefined);
  const errors = Object.values(result?.errors ?? {}).flat();
  return (
    <div className="flex flex-col gap-3">
      <form
        action={send}
        onSubmit={(event) => {
          // React would empty the form even if something in it has to be corrected.
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          if (!isPending) startTransition(() => send(form));
        }}
        className={className ?? "flex flex-col gap-3"}
      >
        <ActionFormContext value={{ result, isPending }}>{children}</ActionFormContext>
        <Button type="submit" variant={variant} aria-disabled={isPending || undefined} className="self-start">
          {button}
        </Button>
      </form>
      {errors.length > 0 ? (
        <Notice kind="bad" role="alert">
          {errors.join(" ")}
        </Notice>
      ) : null}
      {result?.oneTimeSecret ? (
        <Notice kind="good" role="status">
          <p>
            {result.oneTimeSecret.title} {t("Copy it now. It will not be shown again.")}
          </p>
          {result.oneTimeSecret.texts.map(({ text, label }) => (
            <div key={label} className="mt-2 flex flex-wrap items-center gap-2">
              <code className="min-w-0 flex-1 font-mono text-13 break-all">{text}</code>
              <CopyButton text={text} label={label} size="small" />
            </div>
          ))}
        </Notice>
      ) : null}
    </div>
  );
}
