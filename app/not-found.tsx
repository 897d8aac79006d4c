import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { t } from "@/server/language/text";

export const generateMetadata = () => ({ title: t("Not found") });

export default function NotFound() {
  return (
    <PageFrame narrow>
      <h1 className="sr-only">{t("Not found")}</h1>
      <EmptyState
        title={t("Page not found")}
        action={
          <ButtonLink href="/" variant="primary">
            {t("All scripts")}
          </ButtonLink>
        }
      >
        {t(
          "The address may be wrong, the page may have been deleted, its link may have been revoked, or you may not have access. If it is yours, sign in first.",
        )}
      </EmptyState>
    </PageFrame>
  );
}
