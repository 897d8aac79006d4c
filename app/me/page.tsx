import { redirect } from "next/navigation";
import { roleLabel } from "@/components/manage/roles";
import { AppearanceForm } from "@/components/me/appearance-form";
import { DeleteAccount } from "@/components/me/delete-account";
import { keyLifetimes } from "@/components/me/key-expiry";
import { KeyTable } from "@/components/me/key-table";
import { NewPasswordFields } from "@/components/me/new-password-fields";
import { SessionList } from "@/components/me/session-list";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { LabelledSelect } from "@/components/ui/labelled-select";
import { OneTimeSecretForm } from "@/components/ui/one-time-secret-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import { userOf } from "@/server/auth/actor";
import { listApiKeys } from "@/server/auth/api-keys";
import { getActor } from "@/server/auth/current";
import { listSessions } from "@/server/auth/sessions";
import { readTheme } from "@/server/auth/theme";
import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { findUser } from "@/server/users/queries";
import { saveThemeAction } from "../actions";
import * as actions from "./actions";

export const generateMetadata = () => ({ title: t("My account") });

export default async function MePage() {
  const actor = await getActor();
  const user = userOf(actor);
  if (!user) redirect("/login/?next=/me/");
  const usesKeys = env().WOOEY_ENABLE_API_KEYS;
  const [person, keys, sessions, theme] = await Promise.all([
    findUser(user.username),
    usesKeys ? listApiKeys(actor) : [],
    listSessions(actor),
    readTheme(),
  ]);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader title={user.fullName || user.username} note={`${user.username} · ${roleLabel(user.role)}`} />
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
          <NewPasswordFields isChange note={t("This ends your other sessions.")} />
          <SubmitButton className="self-start">{t("Change password")}</SubmitButton>
        </ActionForm>
      </Section>
      <Section title={t("Appearance")} note={t("Applies to this browser only.")}>
        <AppearanceForm theme={theme} saveThemeAction={saveThemeAction} />
      </Section>
      {usesKeys ? (
        <Section
          title={t("API keys")}
          note={t("With an API key, your programs can submit jobs and fetch their results.")}
        >
          <OneTimeSecretForm action={actions.createKeyAction} button={t("Create key")}>
            <TextField
              name="name"
              label={t("Name of the new key")}
              placeholder={t("What you use the key for")}
              autoComplete="off"
              maxLength={200}
              required
            />
            <LabelledSelect
              name="days"
              label={t("Expires")}
              options={keyLifetimes.map(({ value, label }) => ({ value, label: t(label) }))}
              defaultValue=""
            />
          </OneTimeSecretForm>
          {keys.length > 0 ? (
            <KeyTable keys={keys} toggleAction={actions.toggleKeyAction} deleteAction={actions.deleteKeyAction} />
          ) : null}
          <p>
            <a className="text-accent underline" href="/api/docs/">
              {t("API documentation")}
            </a>
          </p>
        </Section>
      ) : null}
      <Section title={t("Sessions")} note={t("Where you are signed in.")}>
        <SessionList
          sessions={sessions}
          endAction={actions.endSessionAction}
          endOthersAction={actions.endOtherSessionsAction}
        />
      </Section>
      <Section title={t("Delete my account")} note={t("You choose what happens to your jobs.")}>
        <DeleteAccount action={actions.deleteAccountAction} />
      </Section>
    </PageFrame>
  );
}
