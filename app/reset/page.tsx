import { NewPasswordFields } from "@/components/me/new-password-fields";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { findPasswordLink } from "@/server/users/reset-password";
import { choosePasswordAction } from "./actions";

// The link's secret stands in the address: no other site is to learn it.
export const metadata = { title: "New password", referrer: "no-referrer" as const, robots: { index: false } };

export default async function ResetPage({ searchParams }: PageProps<"/reset">) {
  const { link } = await searchParams;
  const secret = typeof link === "string" ? link : "";
  const person = await findPasswordLink(secret);
  if (!person) {
    return (
      <PageFrame narrow>
        <h1 className="sr-only">New password</h1>
        <EmptyState title="This link does not count any more" action={<ButtonLink href="/login/">Sign in</ButtonLink>}>
          It was used already or has expired. Ask whoever runs this site for a new one.
        </EmptyState>
      </PageFrame>
    );
  }
  return (
    <PageFrame narrow className="sm:max-w-96 sm:pt-16">
      <h1 className="text-20 font-semibold">New password</h1>
      <p className="text-muted">
        For the account <strong>{person.username}</strong>. Its sessions end.
      </p>
      <ActionForm action={choosePasswordAction} className="flex flex-col gap-4">
        <input type="hidden" name="link" value={secret} />
        <NewPasswordFields label="New password" />
        <SubmitButton>Set password</SubmitButton>
      </ActionForm>
    </PageFrame>
  );
}
