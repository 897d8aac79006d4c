import { notFound } from "next/navigation";
import { GroupTicks } from "@/components/manage/group-ticks";
import { roleHelp, roleOptions } from "@/components/manage/roles";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, FormField, SubmitButton } from "@/components/ui/action-form";
import { LabelledSelect } from "@/components/ui/labelled-select";
import { OnceForm } from "@/components/ui/once-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isAdministrator } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listUserGroups } from "@/server/groups/user-groups";
import { createUserAction, inviteAction } from "../actions";

export const metadata = { title: "Invite or add" };

const lifetimes = [1, 7, 30, 90].map((days) => ({ value: String(days), label: days === 1 ? "A day" : `${days} days` }));

export default async function NewPersonPage() {
  const actor = await getActor();
  if (!isAdministrator(actor)) notFound();
  const groups = await listUserGroups(actor);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader title="Invite or add somebody" />
      <Section title="Invite by link" note="Who opens it chooses user name and password. It counts once.">
        <OnceForm action={inviteAction} button="Make a link">
          <FormField name="note" label="For whom" maxLength={300} help="For your own list of open invitations." />
          <LabelledSelect name="role" label="Role" options={roleOptions} defaultValue="user" help={roleHelp} />
          <LabelledSelect name="days" label="Counts for" options={lifetimes} defaultValue="7" />
          {groups.length > 0 ? (
            <GroupTicks
              legend="User groups"
              help="They become a member of those ticked."
              name="group"
              groups={groups}
              ticked={[]}
            />
          ) : null}
        </OnceForm>
      </Section>
      <Section title="Add with a password" note="You hand name and password over yourself.">
        <ActionForm action={createUserAction} className="flex flex-col gap-3">
          <FormField
            name="username"
            label="User name"
            autoComplete="off"
            autoCapitalize="none"
            maxLength={150}
            required
          />
          <FormField name="fullName" label="Full name" autoComplete="off" maxLength={300} />
          <FormField name="email" label="E-mail" type="email" autoComplete="off" />
          <FormField
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            required
            help="At least 8 characters."
          />
          <LabelledSelect name="role" label="Role" options={roleOptions} defaultValue="user" help={roleHelp} />
          <SubmitButton className="self-start">Add</SubmitButton>
        </ActionForm>
      </Section>
    </PageFrame>
  );
}
