import { redirect } from "next/navigation";
import { roleWord } from "@/components/manage/roles";
import { DeleteAccount } from "@/components/me/delete-account";
import { keyLifetimes } from "@/components/me/key-expiry";
import { KeyTable } from "@/components/me/key-table";
import { NewPasswordFields } from "@/components/me/new-password-fields";
import { SessionList } from "@/components/me/session-list";
import { PageFrame } from "@/components/shell/page-frame";
import { themeOptions } from "@/components/shell/themes";
import { ActionForm, FormField, SubmitButton } from "@/components/ui/action-form";
import { LabelledSelect } from "@/components/ui/labelled-select";
import { OnceForm } from "@/components/ui/once-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { userOf } from "@/server/auth/actor";
import { listApiKeys } from "@/server/auth/api-keys";
import { getActor } from "@/server/auth/current";
import { listSessions } from "@/server/auth/sessions";
import { readTheme } from "@/server/auth/theme";
import { env } from "@/server/env";
import { findUser } from "@/server/users/queries";
import { saveThemeAction } from "../actions";
import * as actions from "./actions";

export const metadata = { title: "My account" };

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
      <PageHeader title={user.fullName || user.username} note={`${user.username} · ${roleWord(user.role)}`} />
      <Section title="Profile">
        <ActionForm action={actions.saveProfileAction} className="flex flex-col gap-3">
          <FormField
            name="fullName"
            label="Full name"
            autoComplete="name"
            defaultValue={person?.fullName}
            maxLength={300}
          />
          <FormField name="email" label="E-mail" type="email" autoComplete="email" defaultValue={person?.email} />
          <SubmitButton className="self-start">Save</SubmitButton>
        </ActionForm>
      </Section>
      <Section title="Password">
        <ActionForm action={actions.changePasswordAction} className="flex flex-col gap-3">
          <FormField name="present" label="Present password" type="password" autoComplete="current-password" required />
          <NewPasswordFields label="New password" note="Your other sessions end." />
          <SubmitButton className="self-start">Change password</SubmitButton>
        </ActionForm>
      </Section>
      <Section title="Look" note="In this browser.">
        <ActionForm action={saveThemeAction} className="flex flex-col gap-3">
          <LabelledSelect name="theme" label="Theme" options={themeOptions} defaultValue={theme} />
          <SubmitButton className="self-start" variant="plain">
            Use it
          </SubmitButton>
        </ActionForm>
      </Section>
      {usesKeys ? (
        <Section title="API keys" note="With one, programs of yours can submit jobs and fetch their results.">
          <OnceForm action={actions.createKeyAction} button="Create key">
            <FormField
              name="name"
              label="Name of the new key"
              placeholder="What it is for"
              autoComplete="off"
              maxLength={200}
              required
            />
            <LabelledSelect name="days" label="Expires" options={keyLifetimes} defaultValue="" />
          </OnceForm>
          {keys.length > 0 ? (
            <KeyTable keys={keys} toggleAction={actions.toggleKeyAction} deleteAction={actions.deleteKeyAction} />
          ) : null}
          <p>
            <a className="text-accent underline" href="/api/docs/">
              How programs use the API
            </a>
          </p>
        </Section>
      ) : null}
      <Section title="Sessions" note="Where you are signed in.">
        <SessionList
          sessions={sessions}
          endAction={actions.endSessionAction}
          endOthersAction={actions.endOtherSessionsAction}
        />
      </Section>
      <Section title="Delete my account" note="You choose what becomes of your jobs.">
        <DeleteAccount action={actions.deleteAccountAction} />
      </Section>
    </PageFrame>
  );
}
