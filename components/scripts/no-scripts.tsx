import { t } from "@/server/language/text";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

interface Props {
  /** Whether the page shows only the scripts with a tag. */
  isFiltered: boolean;
  isStaff: boolean;
  isSignedIn: boolean;
  siteName: string;
}

/** A home page without scripts: the purpose of the site, and the next step. */
export function NoScripts({ isFiltered, isStaff, isSignedIn, siteName }: Props) {
  if (isFiltered) {
    return (
      <EmptyState title={t("No matching scripts")} action={<ButtonLink href="/">{t("All scripts")}</ButtonLink>}>
        {t("No script that you can see has this tag.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t("{site} turns scripts into forms", { site: siteName })}
      action={<FirstStep isStaff={isStaff} isSignedIn={isSignedIn} />}
    >
      {t("Add a command-line script, and everyone gets a form to run it here and to share the results as links.")}{" "}
      {isStaff
        ? t("Add the first script.")
        : t("No scripts are available to you yet. Ask the administrator of this site to add one.")}
    </EmptyState>
  );
}

function FirstStep({ isStaff, isSignedIn }: { isStaff: boolean; isSignedIn: boolean }) {
  if (isStaff) {
    return (
      <ButtonLink href="/scripts/new/" variant="primary">
        {t("Add a script")}
      </ButtonLink>
    );
  }
  if (isSignedIn) return null;
  return (
    <ButtonLink href="/login/" variant="primary">
      {t("Sign in")}
    </ButtonLink>
  );
}
