import { notFound } from "next/navigation";
import { FavoriteForm } from "@/components/scripts/favorite-button";
import { FoundScripts } from "@/components/scripts/found-scripts";
import { ScriptGroups } from "@/components/scripts/script-groups";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { listHomeGroups, searchScripts } from "@/server/scripts/home";
import { toggleFavoriteAction } from "./actions";

export default async function HomePage({ searchParams }: PageProps<"/">) {
  const actor = await getActor();
  const { q, group } = await searchParams;
  const query = typeof q === "string" ? q.trim() : "";
  if (query) {
    return (
      <PageFrame>
        <FoundScripts query={query} scripts={await searchScripts(actor, query, 100)} />
      </PageFrame>
    );
  }
  const alone = typeof group === "string" ? group : undefined;
  const groups = await listHomeGroups(actor, alone);
  if (alone !== undefined && groups.length === 0) notFound();
  const staff = isStaff(actor);
  return (
    <PageFrame className="gap-7">
      {userOf(actor) ? <FavoriteForm action={toggleFavoriteAction} /> : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className={groups.length > 0 ? "text-20 font-semibold" : "sr-only"}>{t("Scripts")}</h1>
        {alone === undefined ? null : <ButtonLink href="/">{t("All groups")}</ButtonLink>}
        {staff && groups.length > 0 ? <ButtonLink href="/scripts/new/">{t("Add script")}</ButtonLink> : null}
      </div>
      {groups.length === 0 ? (
        <EmptyState
          title={t("{site} turns scripts into forms", { site: env().WOOEY_SITE_NAME })}
          action={
            staff ? (
              <ButtonLink href="/scripts/new/" variant="primary">
                {t("Add a script")}
              </ButtonLink>
            ) : userOf(actor) ? null : (
              <ButtonLink href="/login/" variant="primary">
                {t("Sign in")}
              </ButtonLink>
            )
          }
        >
          {t(
            "Somebody adds a command-line script; everybody else gets a form for it, runs it here, and shares the result as a link.",
          )}{" "}
          {staff
            ? t("Add the first one.")
            : t("There is no script for you yet: ask whoever runs this site to add one.")}
        </EmptyState>
      ) : (
        <ScriptGroups groups={groups} isAlone={alone !== undefined} hasFavorites={userOf(actor) !== null} />
      )}
    </PageFrame>
  );
}
