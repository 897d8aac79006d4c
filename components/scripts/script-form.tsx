"use client";

import { Fragment, type ReactNode, Suspense, useMemo, useRef } from "react";
import type { ScriptSpec } from "@/command-line/spec";
import { t } from "@/server/language/text";
import type { CommandPreview } from "@/server/scripts/evaluate-form";
import { ScriptFormContext, type ScriptFormParts } from "../fields/script-form-context";
import { loadable } from "../ui/loadable";
import { CommandPanel } from "./command-panel";
import { FormBar } from "./form-bar";
import type { LoadDraftFields } from "./keep-draft";
import type { SignInAction } from "./sender-dialog";
import { useDraft } from "./use-draft";
import { type ScriptLink, useEvaluation } from "./use-evaluation";
import { useFileDrop } from "./use-file-drop";
import { useSubmission } from "./use-submission";

interface Props {
  script: ScriptLink;
  /** Whether the form starts with the values of a job, a link or a command. */
  isPrefilled: boolean;
  /** The user for whom the page was rendered; null for a visitor. The server refuses the form of anyone else. */
  openedBy: { id: number; username: string } | null;
  signIn: SignInAction;
  loadSpec: () => Promise<ScriptSpec | null>;
  loadCommandFields: ScriptFormParts["loadCommandFields"];
  loadDraftFields: LoadDraftFields;
  /** The command of the values that the form starts with; null if no command can express them. */
  preview: CommandPreview | null;
  /** What to expect from a run, such as "usually 40 s · starts now". */
  note: ReactNode;
  /** The content below the command. */
  aside: ReactNode;
  /** The fields, rendered by the server. */
  children: ReactNode;
}

const ErrorSummary = loadable(async () => (await import("./error-summary")).ErrorSummary);
const SenderDialog = loadable(async () => (await import("./sender-dialog")).SenderDialog);

/** The form of a script, with the command next to it, which changes with the form. */
export function ScriptForm(props: Props) {
  const { script, openedBy, isPrefilled, loadSpec, loadCommandFields, note, aside, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const sender = String(openedBy?.id ?? "");
  const identity = { owner: sender, form: `${script.slug}:${script.versionId}`, isPrefilled };
  const action = `/scripts/${script.slug}/run`;
  const { preview, state, checkAll, findFields } = useEvaluation({
    form,
    script,
    loadSpec,
    initialPreview: props.preview,
  });
  const { errors, isSending, question, submit, cancel } = useSubmission({ form, action, identity, checkAll });
  const restored = useDraft({ form, identity, loadFields: props.loadDraftFields });
  useFileDrop(form);
  const parts = useMemo(() => ({ loadCommandFields, findFields }), [loadCommandFields, findFields]);

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,60rem)_minmax(24rem,36rem)]">
      <form
        ref={form}
        action={`${action}?user=${sender}`}
        method="post"
        encType="multipart/form-data"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit(sender);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void submit(sender);
        }}
        className="flex min-w-0 flex-col gap-4 rounded-control border border-line bg-surface p-4"
      >
        {restored?.notice}
        <Suspense>{Object.keys(errors).length > 0 ? <ErrorSummary errors={errors} /> : null}</Suspense>
        <ScriptFormContext value={parts}>
          <Fragment key={restored ? "restored" : "initial"}>{restored ? restored.fields : children}</Fragment>
        </ScriptFormContext>
        <FormBar isSending={isSending} note={note} />
      </form>
      <aside
        aria-label={t("Command and recent runs")}
        className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-[4.5rem]"
      >
        <CommandPanel preview={preview} state={state} path={script.path} fallback={script.filename} />
        {aside}
      </aside>
      <Suspense>
        {question ? (
          <SenderDialog
            username={openedBy?.username ?? null}
            current={question.user}
            signIn={props.signIn}
            onContinue={(userId) => void submit(String(userId))}
            onCancel={cancel}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
