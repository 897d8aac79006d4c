import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { ConfirmPassword } from "../me/confirm-password";
import { OneTimeSecretForm, type OneTimeSecretResult } from "../ui/one-time-secret-form";
import { Section } from "../ui/section";
import { Checkbox } from "../ui/switch";

type SecretAction = (state: unknown, form: FormData) => Promise<OneTimeSecretResult>;

interface Props {
  actions: { passwordLinkAction: SecretAction; resetPasswordAction: SecretAction };
  /** The hidden field that identifies the person. */
  children: ReactNode;
}

/** The two ways to give a person a new password: a password link or a random password. */
export function PersonPassword({ actions, children }: Props) {
  return (
    <Section title={t("Password")} note={t("A new password ends the person's sessions.")}>
      <OneTimeSecretForm action={actions.passwordLinkAction} button={t("Create password link")} variant="plain">
        {children}
        <ConfirmPassword isNeeded={false} />
      </OneTimeSecretForm>
      <OneTimeSecretForm action={actions.resetPasswordAction} button={t("Set random password")} variant="plain">
        {children}
        <Checkbox name="endKeys">{t("Also disable the person's API keys")}</Checkbox>
        <ConfirmPassword isNeeded={false} />
      </OneTimeSecretForm>
    </Section>
  );
}
