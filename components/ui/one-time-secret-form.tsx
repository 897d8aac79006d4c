"use client";

import { type ReactNode, useActionState } from "react";
import { t } from "@/server/language/text";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";

/** What is shown once and stored nowhere: a link, a password or a key, each with the words of its copy button. */
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

/** A form that answers with a secret, to be copied now. */
export function OneTimeSecretForm({ action, button, variant = "primary", className, children }: Props) {
  const [answer, send, isPending] = useActionState<OneTimeSecretResult | undefined, FormData>(action, undefined);
  const errors = Object.values(answer?.errors ?? {}).flat();
  return (
    <div className="flex flex-col gap-3">
      <form action={send} className={className ?? "flex flex-col gap-3"}>
        {children}
        <Button type="submit" variant={variant} aria-disabled={isPending || undefined} className="self-start">
          {button}
        </Button>
      </form>
      {errors.length > 0 ? (
        <Notice kind="bad" role="alert">
          {errors.join(" ")}
        </Notice>
      ) : null}
      {answer?.oneTimeSecret ? (
        <Notice kind="good" role="status">
          <p>
            {answer.oneTimeSecret.title} {t("Copy it now. It will not be shown again.")}
          </p>
          {answer.oneTimeSecret.texts.map(({ text, label }) => (
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
