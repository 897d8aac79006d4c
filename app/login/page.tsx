import { redirect } from "next/navigation";
import { z } from "zod";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { Link } from "@/components/ui/link";
import { TextField } from "@/components/ui/text-field";
import { getActor, previousPath } from "@/server/auth/current";
import { safeNextPath } from "@/server/auth/next-path";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { isRegistrationOpen } from "@/server/settings/instance";
import { signInAction } from "./actions";

export const generateMetadata = () => ({ title: t("Sign in") });

const loginQuery = z.object({ next: z.string().optional() });

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next } = readQuery(loginQuery, await searchParams);
  const target = next === undefined ? await previousPath() : safeNextPath(next);
  if ((await getActor()).kind === "user") redirect(target);
  return (
    <PageFrame narrow className="sm:max-w-96 sm:pt-16">
      <h1 className="text-20 font-semibold">{t("Sign in")}</h1>
      <ActionForm action={signInAction} className="flex flex-col gap-4">
        <input type="hidden" name="next" value={target} />
        <TextField
          name="username"
          label={t("Username")}
          autoComplete="username"
          autoCapitalize="none"
          required
          autoFocus
        />
        <TextField name="password" label={t("Password")} type="password" autoComplete="current-password" required />
        <SubmitButton>{t("Sign in")}</SubmitButton>
      </ActionForm>
      <p className="text-muted">
        {t("Forgot your password? The administrator of this site can give you a link to choose a new one.")}
      </p>
      {(await isRegistrationOpen()) ? (
        <p className="text-muted">
          {t("No account yet?")}{" "}
          <Link
            href={target === "/" ? "/register/" : `/register/?next=${encodeURIComponent(target)}`}
            className="text-accent underline"
          >
            {t("Register")}
          </Link>
        </p>
      ) : null}
    </PageFrame>
  );
}
