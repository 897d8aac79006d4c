import { PageFrame } from "@/components/shell/page-frame";
import { SignInLink } from "@/components/shell/sign-in-link";
import { ButtonLink, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";

export const generateMetadata = () => ({ title: t("Not found") });

export default async function NotFound() {
  const isVisitor = userOf(await getActor()) === null;
  return (
    <PageFrame narrow>
      <h1 className="sr-only">{t("Not found")}</h1>
      <EmptyState
        title={t("Page not found")}
        action={
          <span className="flex flex-wrap justify-center gap-2">
            {isVisitor ? <SignInLink className={buttonClass("primary")}>{t("Sign in")}</SignInLink> : null}
            <ButtonLink href="/" variant={isVisitor ? "plain" : "primary"}>
              {t("All scripts")}
            </ButtonLink>
          </span>
        }
      >
        {isVisitor
          ? t(
              "The address may be wrong, the page may have been deleted, its link may have been revoked, or only users who are signed in may see it. Sign in to come back to this address.",
            )
          : t(
              "The address may be wrong, the page may have been deleted, its link may have been revoked, or you may not have access.",
            )}
      </EmptyState>
    </PageFrame>
  );
}
