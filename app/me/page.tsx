import { redirect } from "next/navigation";
import { roleLabel } from "@/components/manage/roles";
import { AppearanceForm } from "@/components/me/appearance-form";
import { DeleteAccount } from "@/components/me/delete-account";
import { KeySection } from "@/components/me/key-section";
import { NewPasswordFields } from "@/components/me/new-password-fields";
import { SessionList } from "@/components/me/session-list";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Checkbox } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { listApiKeys, listKeyScripts } from "@/server/api-keys/list";
import { isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listSessions } from "@/server/auth/sessions";
import { readTheme } from "@/server/auth/theme";
import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { isConfirmed } from "@/server/users/confirm";
import { findUser } from "@/server/users/queries";
import { saveThemeAction } from "../actions";
import * as actions from "./actions";

export const generateMetadata = () => ({ title: t("My account") });

export default async function MePage() {
  const actor = await getActor();
  const user = userOf(actor);
  if (!user) redirect("/login/?next=/me/");
  const usesKeys = env().WOOEY_ENABLE_API_KEYS;
  const [person, keys, scripts, needsPassword, sessions, theme] = await Promise.all([
    findUser(user.username),
    usesKeys ? listApiKeys(actor) : [],
    usesKeys ? listKeyScripts(actor) : [],
    isConfirmed(actor).then((is) => !is),
    listSessions(actor),
    readTheme(),
  ]);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={user.fullName || user.username}
        note={user.fullName ? `${user.username} · ${roleLabel(user.role)}` : roleLabel(user.role)}
      />
      <Section title={t("Profile")}>
        <ActionForm action={actions.saveProfileAction} className="flex flex-col gap-3">
          <TextField
            name="fullName"
            label={t("Full name")}
            autoComplete="name"
            defaultValue={person?.fullName}
            maxLength={300}
          />
          <TextField name="email" label={t("Email")} type="email" autoComplete="email" defaultValue={person?.email} />
          <SubmitButton className="self-start">{t("Save")}</SubmitButton>
        </ActionForm>
      </Section>
      <Section title={t("Password")}>
        <ActionForm action={actions.changePasswordAction} className="flex flex-col gap-3">
          <TextField
            name="present"
            label={t("Current password")}
            type="password"
            autoComplete="current-password"
            required
          />
          <NewPasswordFields isChange />
          <div className="flex flex-col">
            <Checkbox name="endSessions" defaultChecked>
              {t("Sign out everywhere else")}
            </Checkbox>
            {usesKeys ? <Checkbox name="endKeys">{t("Disable my API keys")}</Checkbox> : null}
          </div>
          <SubmitButton className="self-start">{t("Change password")}</SubmitButton>
        </ActionForm>
      </Section>
      <Section title={t("Appearance")} note={t("Applies to this browser only.")}>
        <AppearanceForm theme={theme} saveThemeAction={saveThemeAction} />
      </Section>
      {usesKeys ? (
        <KeySection
          keys={keys}
          scripts={scripts}
          isStaff={isStaff(actor)}
          needsPassword={needsPassword}
          createAction={actions.createKeyAction}
          toggleAction={actions.toggleKeyAction}
          deleteAction={actions.deleteKeyAction}
        />
      ) : null}
      <Section title={t("Sessions")} note={t("Where you are signed in.")}>
        <SessionList sessions={sessions} action={actions.endSessionsAction} needsPassword={needsPassword} />
      </Section>
      <Section title={t("Delete my account")} note={t("You choose what happens to your jobs.")}>
        <DeleteAccount action={actions.deleteAccountAction} />
      </Section>
    </PageFrame>
  );
}
