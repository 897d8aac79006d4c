import { z } from "zod";
import { NewPasswordFields } from "@/components/me/new-password-fields";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { fill } from "@/components/ui/fill";
import { Checkbox } from "@/components/ui/switch";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { findPasswordLink } from "@/server/users/reset-password";
import { choosePasswordAction } from "./actions";

export const generateMetadata = () => ({
  title: t("New password"),
  robots: { index: false },
});

const resetQuery = z.object({ link: z.string().default("") });

export default async function ResetPage({ searchParams }: PageProps<"/reset">) {
  const { link: secret } = readQuery(resetQuery, await searchParams);
  const person = await findPasswordLink(secret);
  if (!person) {
    return (
      <PageFrame narrow>
        <h1 className="sr-only">{t("New password")}</h1>
        <EmptyState
          title={t("This link is no longer valid")}
          action={<ButtonLink href="/login/">{t("Sign in")}</ButtonLink>}
        >
          {t("It has already been used or has expired. Ask the administrator of this site for a new one.")}
        </EmptyState>
      </PageFrame>
    );
  }
  return (
    <PageFrame narrow className="sm:max-w-96 sm:pt-16">
      <h1 className="text-20 font-semibold">{t("New password")}</h1>
      <p className="text-muted">
        {fill(t("For the account {name}. This ends its sessions."), { name: <strong>{person.username}</strong> })}
      </p>
      <ActionForm action={choosePasswordAction} className="flex flex-col gap-4">
        <input type="hidden" name="link" value={secret} />
        <NewPasswordFields isChange />
        <Checkbox name="endKeys">{t("Disable my API keys")}</Checkbox>
        <SubmitButton>{t("Set password")}</SubmitButton>
      </ActionForm>
    </PageFrame>
  );
}
