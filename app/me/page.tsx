import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { KeyTable } from "@/components/me/key-table";
import { NewKeyForm } from "@/components/me/new-key-form";
import { SessionList } from "@/components/me/session-list";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, FormField, SubmitButton } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { userOf } from "@/server/auth/actor";
import { listApiKeys } from "@/server/auth/api-keys";
import { getActor } from "@/server/auth/current";
import { listSessions } from "@/server/auth/sessions";
import { env } from "@/server/env";
import { findUser } from "@/server/users/queries";
import * as actions from "./actions";

export const metadata = { title: "My account" };

const roleWords = { user: "User", staff: "Staff", administrator: "Administrator" };

export default async function MePage() {
  const actor = await getActor();
  const user = userOf(actor);
  if (!user) redirect("/login/?next=/me/");
  const usesKeys = env().WOOEY_ENABLE_API_KEYS;
  const [person, keys, sessions] = await Promise.all([
    findUser(user.username),
    usesKeys ? listApiKeys(actor) : [],
    listSessions(actor),
  ]);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader title={user.fullName || user.username} note={`${user.username} · ${roleWords[user.role]}`} />
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
          <FormField
            name="password"
            label="New password"
            type="password"
            autoComplete="new-password"
            required
            help="At least 8 characters. Your other sessions end."
          />
          <FormField name="password2" label="New password again" type="password" autoComplete="new-password" required />
          <SubmitButton className="self-start">Change password</SubmitButton>
        </ActionForm>
      </Section>
      {usesKeys ? (
        <Section title="API keys">
          <NewKeyForm action={actions.createKeyAction} origin={env().PUBLIC_URL ?? ""} />
          {keys.length > 0 ? (
            <KeyTable keys={keys} toggleAction={actions.toggleKeyAction} deleteAction={actions.deleteKeyAction} />
          ) : (
            <p className="text-muted">
              No key yet. With one, programs of yours can submit jobs and fetch their results.
            </p>
          )}
          <p>
            <a className="text-accent underline" href="/api/docs/">
              How programs use the API
            </a>
          </p>
        </Section>
      ) : null}
      <Section title="Sessions">
        <SessionList
          sessions={sessions}
          endAction={actions.endSessionAction}
          endOthersAction={actions.endOtherSessionsAction}
        />
      </Section>
    </PageFrame>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="border-b border-line pb-1 text-16 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
