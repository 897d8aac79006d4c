"use client";

import {
  createContext,
  type InputHTMLAttributes,
  type ReactNode,
  useActionState,
  useContext,
  useId,
  useState,
  useTransition,
} from "react";
import { Button, type ButtonVariant } from "./button";
import { classNames } from "./class-names";
import { Input, Textarea } from "./input";
import { Notice } from "./notice";
import { toast } from "./toaster";

/** What a server action answers: messages by field, or one sentence to show. */
export interface ActionAnswer {
  errors?: Record<string, string[]>;
  message?: string;
}
export type Action = (state: unknown, form: FormData) => Promise<ActionAnswer | undefined>;

interface ActionFormState {
  answer: ActionAnswer | undefined;
  isPending: boolean;
}
const ActionFormContext = createContext<ActionFormState>({ answer: undefined, isPending: false });

interface Props {
  action: Action;
  id?: string;
  className?: string;
  /** Errors that belong to no field: in the form, or as a toast where there is no room. */
  errorsAs?: "notice" | "toast";
  /** Empties it for the next one when the answer is no error. */
  isForMany?: boolean;
  children: ReactNode;
}

/** A form for a server action. Without scripts it posts; with them it keeps what was typed when the answer is an error. */
export function ActionForm({ action, id, className, errorsAs = "notice", isForMany = false, children }: Props) {
  // What a post without scripts was answered is in the form's own state; with scripts the answer is taken here.
  const [posted, post] = useActionState(action, undefined);
  const [answer, setAnswer] = useState(posted);
  const [isPending, startTransition] = useTransition();
  const general = answer?.errors?.__all__;

  function send(data: FormData, form: HTMLFormElement) {
    startTransition(async () => {
      const next = await action(undefined, data);
      setAnswer(next);
      if (isForMany && !next?.errors) form.reset();
      // Said here and not when it is drawn: what the action changed may have taken this form away.
      if (next?.message) toast({ text: next.message });
      const errors = Object.values(next?.errors ?? {}).flat();
      if (errorsAs === "toast" && errors.length > 0) toast({ text: errors.join(" "), bad: true });
    });
  }

  return (
    <ActionFormContext value={{ answer, isPending }}>
      <form
        id={id}
        action={post}
        onSubmit={(event) => {
          event.preventDefault();
          const { submitter } = event.nativeEvent as SubmitEvent;
          const data = new FormData(event.currentTarget, submitter);
          event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
          if (!isPending) send(data, event.currentTarget);
        }}
        className={className}
      >
        {errorsAs === "notice" && general ? (
          <Notice kind="bad" role="alert" className="mb-3">
            {general.join(" ")}
          </Notice>
        ) : null}
        {children}
      </form>
    </ActionFormContext>
  );
}

/** Sends its form, and cannot be pressed twice meanwhile. */
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

/** What the last answer to the form around it said about a field. */
export function useFieldErrors(name: string): string[] | undefined {
  return useContext(ActionFormContext).answer?.errors?.[name];
}

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: string;
  help?: ReactNode;
  /** More than one line. */
  rows?: number;
}

/** A label, its text field, its help, and what the last answer said about it. */
export function TextField({ name, label, help, rows, className, ...rest }: TextFieldProps) {
  const errors = useFieldErrors(name);
  const id = useId();
  const control = { id, name, "aria-describedby": `${id}-about`, "aria-invalid": errors ? true : undefined } as const;
  return (
    <div className={classNames("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {rows ? (
        <Textarea rows={rows} {...control} defaultValue={rest.defaultValue} required={rest.required} />
      ) : (
        <Input {...control} {...rest} />
      )}
      <div id={`${id}-about`} className="text-13">
        {errors ? <p className="text-failed">{errors.join(" ")}</p> : null}
        {help ? <p className="text-muted">{help}</p> : null}
      </div>
    </div>
  );
}
