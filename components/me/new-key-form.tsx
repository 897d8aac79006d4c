"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";

interface Answer {
  key?: string;
  errors?: Record<string, string[]>;
}

/** Makes an API key, and shows it this once with a call that works. */
export function NewKeyForm({
  action,
  origin,
}: {
  action: (state: unknown, form: FormData) => Promise<Answer>;
  origin: string;
}) {
  const [answer, send, isPending] = useActionState<Answer | undefined, FormData>(action, undefined);
  const errors = Object.values(answer?.errors ?? {}).flat();
  const curl = `curl -H "Authorization: Bearer ${answer?.key}" ${origin || (typeof location === "undefined" ? "" : location.origin)}/api/jobs/v1/1/status/`;
  return (
    <div className="flex flex-col gap-3">
      <form action={send} className="flex flex-wrap items-end gap-2">
        <div className="flex min-w-48 flex-1 flex-col gap-1">
          <label htmlFor="new-key" className="font-medium">
            Name of the new key
          </label>
          <Input
            id="new-key"
            name="name"
            required
            maxLength={200}
            placeholder="What it is for"
            aria-invalid={errors.length > 0 || undefined}
          />
        </div>
        <Button type="submit" variant="primary" aria-disabled={isPending || undefined}>
          Create key
        </Button>
      </form>
      {errors.length > 0 ? (
        <Notice kind="bad" role="alert">
          {errors.join(" ")}
        </Notice>
      ) : null}
      {answer?.key ? (
        <Notice kind="good" role="status">
          <p>This is the key. It is shown only now: copy it.</p>
          <Secret label="Copy key" text={answer.key} />
          <Secret label="Copy call" text={curl} />
        </Notice>
      ) : null}
    </div>
  );
}

function Secret({ label, text }: { label: string; text: string }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 font-mono text-13 break-all">{text}</code>
      <CopyButton text={text} label={label} size="small" />
    </div>
  );
}
