"use client";

import { createContext, type ReactNode, useActionState, useContext, useState, useTransition } from "react";
import { Button, type ButtonVariant } from "./button";
import { ErrorNotice } from "./error-notice";
import { toast } from "./toaster";

/** The result of a server action: errors by field, or a message to show. */
export interface ActionResult {
  errors?: Record<string, string[]>;
  message?: string;
}
export type Action = (state: unknown, form: FormData) => Promise<ActionResult | undefined>;

interface ActionFormState {
  result: Pick<ActionResult, "errors"> | undefined;
  isPending: boolean;
}
/** The state of the form that contains a field. */
export const ActionFormContext = createContext<ActionFormState>({ result: undefined, isPending: false });

interface Props {
  action: Action;
  id?: string;
  className?: string;
  /** How to show errors that belong to no field: in the form, or as a toast if there is no room for them. */
  errorsAs?: "notice" | "toast";
  /** Resets the form after each success, for the next entry. */
  resetsOnSuccess?: boolean;
  /** Closes the dialog that contains the form after a success. */
  closesDialog?: boolean;
  children: ReactNode;
}

/** A form for a server action. It works without JavaScript; with it, the inputs keep their text after an error. */
export function ActionForm({ action, id, className, errorsAs = "notice", children, ...options }: Props) {
  const { resetsOnSuccess = false, closesDialog = false } = options;
  // After a submission without JavaScript, the result becomes the initial state of the form.
  const [initialResult, submitAction] = useActionState(action, undefined);
  const [result, setResult] = useState(initialResult);
  const [isPending, startTransition] = useTransition();
  const generalErrors = result?.errors?.__all__;

  function send(data: FormData, form: HTMLFormElement) {
    // Found now, because a success may remove the form from the page.
    const dialog = closesDialog ? form.closest("dialog") : null;
    startTransition(async () => {
      const next = await action(undefined, data);
      setResult(next);
      if (resetsOnSuccess && !next?.errors) form.reset();
      if (!next?.errors) dialog?.close();
      // The toast is shown here, not by a render: the action may have removed this form from the page.
      if (next?.message) toast({ text: next.message });
      const errors = Object.values(next?.errors ?? {}).flat();
      if (errorsAs === "toast" && errors.length > 0) toast({ text: errors.join(" "), isError: true });
    });
  }

  return (
    <ActionFormContext value={{ result, isPending }}>
      <form
        id={id}
        action={submitAction}
        onSubmit={(event) => {
          event.preventDefault();
          const { submitter } = event.nativeEvent as SubmitEvent; // React types it as a general Event
          const data = new FormData(event.currentTarget, submitter);
          event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
          if (!isPending) send(data, event.currentTarget);
        }}
        className={className}
      >
        {errorsAs === "notice" && generalErrors ? (
          <ErrorNotice role="alert" className="mb-3">
            {generalErrors.join(" ")}
          </ErrorNotice>
        ) : null}
        {children}
      </form>
    </ActionFormContext>
  );
}

/** Submits its form, and ignores clicks until the action has finished. */
export function SubmitButton(props: {
  variant?: ButtonVariant;
  size?: "small" | "medium" | "icon";
  className?: string;
  name?: string;
  value?: string;
  children: ReactNode;
}) {
  const { isPending } = useContext(ActionFormContext);
  return <Button variant="primary" {...props} type="submit" aria-disabled={isPending || undefined} />;
}

/** The errors of a field in the latest result of the form that contains it. */
export function useFieldErrors(name: string): string[] | undefined {
  return useContext(ActionFormContext).result?.errors?.[name];
}
