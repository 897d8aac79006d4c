import { redirect } from "next/navigation";
import { z } from "zod";
import { NewPasswordFields } from "@/components/me/new-password-fields";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { TextField } from "@/components/ui/text-field";
import { getActor } from "@/server/auth/current";
import { safeNextPath } from "@/server/auth/next-path";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { isRegistrationOpen } from "@/server/settings/instance";
import { findLink } from "@/server/users/links";
import { registerAction } from "./actions";

export const generateMetadata = () => ({ title: t("Register") });

const registerQuery = z.object({ next: z.string().optional(), invite: z.string().optional() });

export default async function RegisterPage({ searchParams }: PageProps<"/register">) {
  const { next, invite } = readQuery(registerQuery, await searchParams);
  const target = safeNextPath(next);
  if ((await getActor()).kind === "user") redirect(target);
  const invitation = invite !== undefined ? await findLink("invitation", invite) : null;
  if (!invitation && (invite !== undefined || !(await isRegistrationOpen()))) {
    return (
      <PageFrame narrow>
        <h1 className="sr-only">{t("Register")}</h1>
        <EmptyState
          title={invite === undefined ? t("Registration is closed") : t("This invitation is no longer valid")}
          action={<ButtonLink href="/login/">{t("Sign in")}</ButtonLink>}
        >
          {invite === undefined
            ? t("Ask the administrator of this site for an account.")
            : t("It has already been used, has expired or was revoked. Ask for a new one.")}
        </EmptyState>
      </PageFrame>
    );
  }
  return (
    <PageFrame narrow className="sm:max-w-96 sm:pt-16">
      <h1 className="text-20 font-semibold">{t("Register")}</h1>
      <ActionForm action={registerAction} className="flex flex-col gap-4">
        <input type="hidden" name="next" value={target} />
        {invitation ? <input type="hidden" name="invite" value={String(invite)} /> : null}
        <TextField name="username" label={t("Username")} autoComplete="username" autoCapitalize="none" required />
        <TextField
          name="email"
          label={t("Email")}
          type="email"
          autoComplete="email"
          help={t("Other users cannot see it.")}
        />
        <NewPasswordFields />
        <SubmitButton>{t("Create account")}</SubmitButton>
      </ActionForm>
      <p className="text-muted">
        {t("Already have an account?")}{" "}
        <Link
          href={target === "/" ? "/login/" : `/login/?next=${encodeURIComponent(target)}`}
          className="text-accent underline"
        >
          {t("Sign in")}
        </Link>
      </p>
    </PageFrame>
  );
}
