import { notFound } from "next/navigation";
import { GroupCheckboxes } from "@/components/manage/group-checkboxes";
import { roleChoices, roleHelp } from "@/components/manage/roles";
import { ConfirmNotice } from "@/components/me/confirm-notice";
import { ConfirmPassword } from "@/components/me/confirm-password";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { LabelledSelect } from "@/components/ui/labelled-select";
import { OneTimeSecretForm } from "@/components/ui/one-time-secret-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import { isAdministrator } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listUserGroups } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { isConfirmed } from "@/server/users/confirm";
import { confirmAction, createUserAction, inviteAction } from "../actions";

export const generateMetadata = () => ({ title: t("Invite or add") });

const lifetimes = () =>
  [1, 7, 30, 90].map((days) => ({
    value: String(days),
    label: t("{count, plural, one {# day} other {# days}}", { count: days }),
  }));

export default async function NewPersonPage() {
  const actor = await getActor();
  if (!isAdministrator(actor)) notFound();
  const groups = await listUserGroups(actor);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader title={t("Invite or add a person")} />
      {(await isConfirmed(actor)) ? null : <ConfirmNotice action={confirmAction} />}
      <Section
        title={t("Invite by link")}
        note={t("Whoever opens the link chooses a username and a password. The link works once.")}
      >
        <OneTimeSecretForm action={inviteAction} button={t("Create link")}>
          <TextField
            name="note"
            label={t("Recipient")}
            maxLength={300}
            help={t("Shown only in the list of open invitations.")}
          />
          <RoleSelect />
          <LabelledSelect name="days" label={t("Valid for")} options={lifetimes()} defaultValue="7" />
          {groups.length > 0 ? (
            <GroupCheckboxes
              legend={t("User groups")}
              help={t("The person becomes a member of the selected groups.")}
              name="group"
              groups={groups}
              selectedIds={[]}
            />
          ) : null}
          <ConfirmPassword isNeeded={false} />
        </OneTimeSecretForm>
      </Section>
      <Section
        title={t("Add with password")}
        note={t(
          "You give the person the username and password yourself. They have to choose a new password at the first sign-in, within one day.",
        )}
      >
        <ActionForm action={createUserAction} className="flex flex-col gap-3">
          <TextField
            name="username"
            label={t("Username")}
            autoComplete="off"
            autoCapitalize="none"
            maxLength={150}
            required
          />
          <TextField name="fullName" label={t("Full name")} autoComplete="off" maxLength={300} />
          <TextField name="email" label={t("Email")} type="email" autoComplete="off" />
          <TextField
            name="password"
            label={t("Password")}
            type="password"
            autoComplete="new-password"
            required
            help={t("At least 8 characters, such as several words. Common passwords are refused.")}
          />
          <RoleSelect />
          <ConfirmPassword isNeeded={false} />
          <SubmitButton className="self-start">{t("Add")}</SubmitButton>
        </ActionForm>
      </Section>
    </PageFrame>
  );
}

function RoleSelect() {
  return (
    <LabelledSelect name="role" label={t("Role")} options={roleChoices()} defaultValue="user" help={t(roleHelp)} />
  );
}
