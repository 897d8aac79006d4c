import { notFound } from "next/navigation";
import { z } from "zod";
import { FavoriteForm } from "@/components/scripts/favorite-button";
import { ScriptGroups } from "@/components/scripts/script-groups";
import { ScriptSearchResults } from "@/components/scripts/script-search-results";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type Actor, isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { env } from "@/server/env";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { listHomeGroups, searchScripts } from "@/server/scripts/home";
import { toggleFavoriteAction } from "./actions";

const homeQuery = z.object({ q: z.string().trim().default(""), group: z.string().optional() });

export default async function HomePage({ searchParams }: PageProps<"/">) {
  const actor = await getActor();
  const { q: query, group: groupSlug } = readQuery(homeQuery, await searchParams);
  if (query) {
    return (
      <PageFrame>
        <ScriptSearchResults query={query} scripts={await searchScripts(actor, query, 100)} />
      </PageFrame>
    );
  }
  const groups = await listHomeGroups(actor, groupSlug);
  if (groupSlug !== undefined && groups.length === 0) notFound();
  const staff = isStaff(actor);
  return (
    <PageFrame className="gap-7">
      {userOf(actor) ? <FavoriteForm action={toggleFavoriteAction} /> : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className={groups.length > 0 ? "text-20 font-semibold" : "sr-only"}>{t("Scripts")}</h1>
        {groupSlug === undefined ? null : <ButtonLink href="/">{t("All groups")}</ButtonLink>}
        {staff && groups.length > 0 ? <ButtonLink href="/scripts/new/">{t("Add script")}</ButtonLink> : null}
      </div>
      {groups.length === 0 ? (
        <FirstVisit actor={actor} />
      ) : (
        <ScriptGroups groups={groups} isSingle={groupSlug !== undefined} hasFavorites={userOf(actor) !== null} />
      )}
    </PageFrame>
  );
}

/** Shown before there are scripts: the purpose of the site, and the next step. */
function FirstVisit({ actor }: { actor: Actor }) {
  return (
    <EmptyState
      title={t("{site} turns scripts into forms", { site: env().WOOEY_SITE_NAME })}
      action={<FirstStep actor={actor} />}
    >
      {t("Add a command-line script, and everyone gets a form to run it here and to share the results as links.")}{" "}
      {isStaff(actor)
        ? t("Add the first script.")
        : t("No scripts are available to you yet. Ask the administrator of this site to add one.")}
    </EmptyState>
  );
}

function FirstStep({ actor }: { actor: Actor }) {
  if (isStaff(actor)) {
    return (
      <ButtonLink href="/scripts/new/" variant="primary">
        {t("Add a script")}
      </ButtonLink>
    );
  }
  if (userOf(actor)) return null;
  return (
    <ButtonLink href="/login/" variant="primary">
      {t("Sign in")}
    </ButtonLink>
  );
}
