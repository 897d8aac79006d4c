"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useRef, useState } from "react";
import type { ScriptSpec } from "@/command-line/spec";
import { t } from "@/server/language/text";
import { FormContext, type FormParts } from "../fields/form-context";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { Notice } from "../ui/notice";
import { CommandPanel } from "./command-panel";
import { ErrorSummary } from "./error-summary";
import { readEntries } from "./form-entries";
import { type Errors, showErrors } from "./form-errors";
import type { Preview } from "./form-logic";
import { sendForm } from "./send-form";
import { type ScriptLink, useEvaluation } from "./use-evaluation";

interface Props {
  script: ScriptLink;
  /** Where the form is posted to. */
  action: string;
  loadSpec: () => Promise<ScriptSpec | null>;
  drawCommand: FormParts["drawCommand"];
  /** The command of the form as it is at first; null when that is none yet. */
  preview: Preview | null;
  /** What pressing Run means now: "usually 40 s · starts now". */
  note: ReactNode;
  aside: ReactNode;
  children: ReactNode;
}

/** The form of a script with its live command beside it. The fields are its children, drawn by the server. */
export function ScriptForm(props: Props) {
  const { script, action, loadSpec, drawCommand, preview: first, note, aside, children } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [sent, setSent] = useState<number | null>(null);
  const { preview, state, check, findFields } = useEvaluation(form, script, loadSpec, first);
  const parts = useMemo(() => ({ drawCommand, findFields }), [drawCommand, findFields]);

  async function submit() {
    if (!form.current || sent !== null) return;
    setSent(0);
    const found = await check(true);
    if (Object.keys(found).length > 0) return refuse(found);
    const data = new FormData();
    for (const [name, value] of readEntries(form.current)) data.append(name, value);
    const answer = await sendForm(action, data, setSent);
    if ("url" in answer) router.push(answer.url);
    else refuse(answer.errors);
  }
  function refuse(found: Errors) {
    setSent(null);
    setErrors({ ...found });
    if (form.current) showErrors(form.current, found);
  }

  const hasFiles = sent !== null && sent > 0;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,60rem)_minmax(24rem,36rem)]">
      <form
        ref={form}
        action={action}
        method="post"
        encType="multipart/form-data"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void submit();
        }}
        className="flex min-w-0 flex-col gap-4 rounded-control border border-line bg-surface p-4"
      >
        <ErrorSummary errors={errors} />
        <FormContext value={parts}>{children}</FormContext>
        <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-control border-t border-line bg-surface px-4 py-3">
          <Button
            type="submit"
            variant="primary"
            aria-disabled={sent !== null || undefined}
            className="min-w-24 justify-center"
          >
            {runWords(sent)}
          </Button>
          <span aria-hidden className="hidden text-faint md:inline">
            <Key>{t("Ctrl")}</Key> <Key>⏎</Key>
          </span>
          <span className="text-muted">{note}</span>
          {hasFiles ? <progress aria-label={t("Upload")} value={sent} max={1} className="h-1.5 w-full" /> : null}
        </div>
      </form>
      <aside aria-label={t("Beside the form")} className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-[4.5rem]">
        <CommandPanel preview={preview} state={state} path={script.path} fallback={script.filename} />
        <noscript>
          <Notice>{t("The command follows the form only with JavaScript; the form itself works without it.")}</Notice>
        </noscript>
        {aside}
      </aside>
    </div>
  );
}

/** What the button says; `sent` is the part of the files that is there already. */
function runWords(sent: number | null): string {
  if (sent === null) return t("Run");
  return sent > 0 && sent < 1 ? t("Uploading {percent} %", { percent: Math.round(sent * 100) }) : t("Starting …");
}
