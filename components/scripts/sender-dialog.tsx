import { useEffect, useRef } from "react";
import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { TextField } from "../ui/text-field";
import type { CurrentUser } from "./send-form";

export type SignInAction = (
  state: unknown,
  form: FormData,
) => Promise<{ userId: number | null } | { errors: FieldErrors }>;

interface Props {
  /** The username of the person who opened the form; null for a visitor. */
  username: string | null;
  /** The user who is signed in now, perhaps in another tab; null if nobody is. */
  current: CurrentUser | null;
  signIn: SignInAction;
  /** Called with the id of the user as whom the form is to be sent. */
  onContinue: (userId: number) => void;
  onCancel: () => void;
}

/** Asks who runs the script, because the session has ended or another user has signed in. The form stays as it is. */
export function SenderDialog({ username, current, signIn, onContinue, onCancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const knowsUser = username !== null;
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLInputElement>(knowsUser ? "[type=password]" : "input")?.focus();
  }, [knowsUser]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="sender-title"
      onClose={onCancel}
      className="w-[calc(100vw-2rem)] max-w-form rounded-control border border-line bg-raised p-4 text-ink shadow-float sm:w-96"
    >
      <h2 id="sender-title" className="text-16 font-semibold">
        {current ? t("Run as {name}?", { name: current.name }) : t("Sign in to go on")}
      </h2>
      {current ? (
        <p className="my-3">
          {t("You are now signed in as {name}. When you opened this form, you were not.", { name: current.name })}
        </p>
      ) : (
        <SignInForm username={username} signIn={signIn} onContinue={onContinue} />
      )}
      <div className="flex gap-2">
        {current ? (
          <Button variant="primary" onClick={() => onContinue(current.id)}>
            {t("Run as {name}", { name: current.name })}
          </Button>
        ) : null}
        <Button onClick={() => dialog.current?.close()}>{t("Cancel")}</Button>
      </div>
    </dialog>
  );
}

function SignInForm({ username, signIn, onContinue }: Pick<Props, "username" | "signIn" | "onContinue">) {
  async function action(state: unknown, form: FormData) {
    const result = await signIn(state, form);
    if ("errors" in result) return result;
    if (result.userId === null) return { errors: { __all__: [t("Allow cookies for this site and try again.")] } };
    onContinue(result.userId);
    return undefined;
  }
  return (
    <ActionForm action={action} className="my-3 flex flex-col gap-3">
      <p>
        {username === null
          ? t("Only users who are signed in can run this script. Your entries and files stay in the form.")
          : t("Your session has ended. Your entries and files stay in the form.")}
      </p>
      <TextField
        name="username"
        label={t("Username")}
        autoComplete="username"
        autoCapitalize="none"
        defaultValue={username ?? ""}
        required
      />
      <TextField name="password" label={t("Password")} type="password" autoComplete="current-password" required />
      <SubmitButton>{t("Sign in and run")}</SubmitButton>
    </ActionForm>
  );
}
