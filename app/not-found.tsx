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
        title={t("There is nothing here")}
        action={
          <ButtonLink href="/" variant="primary">
            {t("All scripts")}
          </ButtonLink>
        }
      >
        {t(
          "The address may be mistyped, what it named may have been deleted, its link was switched off, or it is for other people. If it is yours, sign in first.",
        )}
      </EmptyState>
    </PageFrame>
  );
}
