import type { ReactNode } from "react";
import { type Action, ActionForm, FormField, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** Deletes an account, after asking what becomes of its jobs. */
export function DeletePerson({ person, action }: { person: { id: number; username: string }; action: Action }) {
  return (
    <>
      <Button variant="danger" command="show-modal" commandfor="delete-person" className="self-start">
        Delete the account …
      </Button>
      <Dialog id="delete-person" title={`Delete ${person.username}?`}>
        <ActionForm action={action} className="flex flex-col gap-4">
          <input type="hidden" name="user" value={person.id} />
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">What becomes of their jobs?</legend>
            <Choice value="delete" title="Delete them">
              What waits or runs is stopped; their files go within two hours.
            </Choice>
            <Choice value="keep" title="Keep them for staff">
              Without an owner, private, and kept as long as visitors&rsquo; jobs are.
            </Choice>
            <Choice value="give" title="Give them to somebody">
              To the account named below.
            </Choice>
          </fieldset>
          <FormField name="receiver" label="User name of who gets them" autoComplete="off" autoCapitalize="none" />
          <SubmitButton variant="danger" className="self-start">
            Delete the account
          </SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  );
}

function Choice({ value, title, children }: { value: string; title: string; children: ReactNode }) {
  return (
    <label className="flex items-start gap-2">
      <input type="radio" name="jobs" value={value} required className="mt-1 size-4 shrink-0" />
      <span>
        {title}
        <span className="block text-13 text-muted">{children}</span>
      </span>
    </label>
  );
}
