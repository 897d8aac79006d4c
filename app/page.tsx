import { notFound } from "next/navigation";
import { z } from "zod";
import { OpenJobList } from "@/components/jobs/open-job-list";
import { NeedsAttention } from "@/components/manage/needs-attention";
import { FavoriteForm } from "@/components/scripts/favorite-button";
import { NoScripts } from "@/components/scripts/no-scripts";
import { ScriptGroups } from "@/components/scripts/script-groups";
import { ScriptSearchResults } from "@/components/scripts/script-search-results";
import { ScriptShortcuts } from "@/components/scripts/script-shortcuts";
import { TagFilter } from "@/components/scripts/tag-filter";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { type Actor, isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { env } from "@/server/env";
import { readQuery } from "@/server/http/query";
import { listOpenJobs } from "@/server/jobs/open-jobs";
import { t } from "@/server/language/text";
import { type HomeGroup, listHomeGroups, searchScripts } from "@/server/scripts/home";
import { listShortcuts } from "@/server/scripts/shortcuts";
import { normalizeTag } from "@/server/scripts/tag-names";
import { listHomeTags } from "@/server/scripts/tags";
import { findAttention } from "@/server/workers/attention";
import { toggleFavoriteAction } from "./actions";

const homeQuery = z.object({
  q: z.string().trim().default(""),
  group: z.string().optional(),
  tag: z.string().default(""),
});

/** How many tags the page offers as filters. */
const TAGS_LISTED = 24;

export default async function HomePage({ searchParams }: PageProps<"/">) {
  const actor = await getActor();
  const { q: query, group: groupSlug, ...filter } = readQuery(homeQuery, await searchParams);
  const tag = normalizeTag(filter.tag) || undefined;
  if (query) {
    return (
      <PageFrame>
        <ScriptSearchResults query={query} scripts={await searchScripts(actor, query, 100)} />
      </PageFrame>
    );
  }
  const [groups, tags] = await Promise.all([
    listHomeGroups(actor, { group: groupSlug, tag }),
    listHomeTags(actor, TAGS_LISTED),
  ]);
  if (groupSlug !== undefined && tag === undefined && groups.length === 0) notFound();
  const isFiltered = groupSlug !== undefined || tag !== undefined;
  const staff = isStaff(actor);
  return (
    <PageFrame className="gap-7">
      {userOf(actor) ? <FavoriteForm action={toggleFavoriteAction} /> : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className={groups.length > 0 || isFiltered ? "text-20 font-semibold" : "sr-only"}>{t("Scripts")}</h1>
        {groupSlug === undefined ? null : <ButtonLink href="/">{t("All groups")}</ButtonLink>}
        {staff && groups.length > 0 ? <ButtonLink href="/scripts/new/">{t("Add script")}</ButtonLink> : null}
      </div>
      {isFiltered ? null : <ForPerson actor={actor} groups={groups} />}
      <TagFilter tags={tags} current={tag ?? null} group={groupSlug} />
      <ScriptGroups
        groups={groups}
        isSingle={groupSlug !== undefined}
        tag={tag}
        hasFavorites={userOf(actor) !== null}
      />
      {groups.length === 0 ? (
        <NoScripts
          isFiltered={isFiltered}
          isStaff={staff}
          isSignedIn={userOf(actor) !== null}
          siteName={env().WOOEY_SITE_NAME}
        />
      ) : null}
    </PageFrame>
  );
}

/** With no more scripts than this, the cards themselves are a short list. */
const CARDS_WITHOUT_SHORTCUTS = 8;
const OPEN_JOBS = 5;

/** What concerns this person in particular: problems that staff should solve, their jobs, their scripts. */
async function ForPerson({ actor, groups }: { actor: Actor; groups: HomeGroup[] }) {
  const cards = groups.reduce((count, group) => count + group.scripts.length, 0);
  const [attention, openJobs, shortcuts] = await Promise.all([
    isStaff(actor) ? findAttention(actor) : null,
    listOpenJobs(actor, OPEN_JOBS + 1),
    cards > CARDS_WITHOUT_SHORTCUTS ? listShortcuts(actor) : [],
  ]);
  return (
    <>
      {attention ? <NeedsAttention attention={attention} /> : null}
      {openJobs.length > 0 ? (
        <OpenJobList jobs={openJobs.slice(0, OPEN_JOBS)} hasMore={openJobs.length > OPEN_JOBS} />
      ) : null}
      {shortcuts.length > 0 ? <ScriptShortcuts shortcuts={shortcuts} /> : null}
    </>
  );
}
