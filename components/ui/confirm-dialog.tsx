import type { ReactNode } from "react";
import { type Action, ActionForm, SubmitButton } from "./action-form";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./text-field";

interface Props {
  id: string;
  /** The label of the button that opens the dialog. */
  open: string;
  title: string;
  /** The label of the button that runs the action. */
  button: string;
  action: Action;
  /** Hidden fields for the action. */
  fields: Record<string, string | number>;
  /** The text that the user has to type in the field `confirmation` before data is lost. */
  typed?: { label: string };
  /** The text about the consequences. */
  children: ReactNode;
}

/** Asks for confirmation before something is deleted, and states the consequences. */
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
