"use client";

import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import type { ScriptSpec } from "@/command-line/spec";
import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";
import type { CommandPreview } from "@/server/scripts/evaluate-form";
import { ScriptFormContext, type ScriptFormParts } from "../fields/script-form-context";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { toast } from "../ui/toaster";
import { CommandPanel } from "./command-panel";
import { showErrors } from "./form-errors";
import { type ScriptLink, useEvaluation } from "./use-evaluation";

interface Props {
  script: ScriptLink;
  /** The path to which the form is sent. */
  action: string;
  loadSpec: () => Promise<ScriptSpec | null>;
  loadCommandFields: ScriptFormParts["loadCommandFields"];
  /** The command of the values that the form starts with; null if no command can express them. */
  preview: CommandPreview | null;
  /** What to expect from a run, such as "usually 40 s · starts now". */
  note: ReactNode;
  /** The content below the command. */
  aside: ReactNode;
  /** The fields, rendered by the server. */
  children: ReactNode;
}

const ErrorSummary = lazy(async () => ({ default: (await import("./error-summary")).ErrorSummary }));

/** The form of a script, with the command next to it, which changes with the form. */
export function ScriptForm(props: Props) {
  const { script, action, loadSpec, loadCommandFields, note, aside, children } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [uploaded, setUploaded] = useState<number | null>(null);
  const { preview, state, checkAll, findFields } = useEvaluation({
    form,
    script,
    loadSpec,
    initialPreview: props.preview,
  });
  const parts = useMemo(() => ({ loadCommandFields, findFields }), [loadCommandFields, findFields]);

  async function submit() {
    if (!form.current || uploaded !== null) return;
    setUploaded(0);
    try {
      // The summary of errors is loaded here, so that showing it cannot fail.
      const [found, { submitForm }] = await Promise.all([
        checkAll(),
        import("./submit-form"),
        import("./error-summary"),
      ]);
      if (Object.keys(found).length > 0) return refuse(found);
      const response = await submitForm(form.current, action, setUploaded);
      if ("url" in response) router.push(response.url);
      else refuse(response.errors);
    } catch {
      setUploaded(null);
      toast({ text: t("The server could not be reached. Check your connection and try again."), isError: true });
    }
  }
  function refuse(found: FieldErrors) {
    setUploaded(null);
    setErrors({ ...found });
    if (form.current) showErrors(form.current, found);
  }

  const isUploading = uploaded !== null && uploaded > 0;
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
        {Object.keys(errors).length > 0 ? (
          <Suspense>
            <ErrorSummary errors={errors} />
          </Suspense>
        ) : null}
        <ScriptFormContext value={parts}>{children}</ScriptFormContext>
        <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-control border-t border-line bg-surface px-4 py-3">
          <Button
            type="submit"
            variant="primary"
            aria-disabled={uploaded !== null || undefined}
            className="min-w-24 justify-center"
          >
            {buttonLabel(uploaded)}
          </Button>
          <span aria-hidden className="hidden text-faint md:inline">
            <Key>{t("Ctrl")}</Key> <Key>⏎</Key>
          </span>
          <span className="text-muted">{note}</span>
          {isUploading ? <progress aria-label={t("Upload")} value={uploaded} max={1} className="h-1.5 w-full" /> : null}
        </div>
      </form>
      <aside
        aria-label={t("Command and recent runs")}
        className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-[4.5rem]"
      >
        <CommandPanel preview={preview} state={state} path={script.path} fallback={script.filename} />
        {aside}
      </aside>
    </div>
  );
}

/** The button that sends the form. `uploaded` is the uploaded fraction of the files; null until the form is sent. */
function buttonLabel(uploaded: number | null): string {
  if (uploaded === null) return t("Run");
  return uploaded > 0 && uploaded < 1
    ? t("Uploading {percent} %", { percent: Math.round(uploaded * 100) })
    : t("Starting…");
}
