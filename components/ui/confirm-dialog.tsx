import type { ReactNode } from "react";
import { type Action, ActionForm, SubmitButton, TextField } from "./action-form";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface Props {
  id: string;
  /** The words of the button that opens it. */
  open: string;
  title: string;
  /** The words of the button that does it. */
  button: string;
  action: Action;
  /** What the action is told. */
  fields: Record<string, string | number>;
  /** Where data is lost: what has to be typed first, under the name `confirmation`. */
  typed?: { label: string };
  /** What goes with it. */
  children: ReactNode;
}

/** Asks before something is deleted, and says what goes with it. */
export function ConfirmDialog({ id, open, title, button, action, fields, typed, children }: Props) {
  return (
    <>
      <Button variant="danger" command="show-modal" commandfor={id} className="self-start">
        {open}
      </Button>
      <Dialog id={id} title={title}>
        <ActionForm action={action} className="flex flex-col gap-4">
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div className="flex flex-col gap-2">{children}</div>
          {typed ? (
            <TextField
              name="confirmation"
              label={typed.label}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          ) : null}
          <SubmitButton variant="danger" className="self-start">
            {button}
          </SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  );
}
