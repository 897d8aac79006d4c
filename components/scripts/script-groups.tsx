import { t } from "@/server/language/text";
import type { HomeGroup } from "@/server/scripts/home";
import { ButtonLink } from "../ui/button";
import { homePath } from "./home-path";
import { ScriptCard } from "./script-card";

interface Props {
  groups: HomeGroup[];
  /** Whether the user can have favourites. Visitors cannot. */
  hasFavorites: boolean;
  /** Whether the page shows all scripts of a single group. */
  isSingle: boolean;
  /** The tag that all of them have, if the page is filtered. */
  tag: string | undefined;
}

/** The scripts, by script group. */
export function ScriptGroups({ groups, hasFavorites, isSingle, tag }: Props) {
  return groups.map((group) => (
    <section key={group.id} aria-labelledby={`group-${group.id}`}>
      <h2 id={`group-${group.id}`} className="mb-2 text-13 font-medium text-muted">
        <bdi>{group.name}</bdi>
        {group.description ? <span className="ml-2 font-normal text-faint">{group.description}</span> : null}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {group.scripts.map((script) => (
          <ScriptCard key={script.id} script={script} hasFavorites={hasFavorites} />
        ))}
      </ul>
      {group.hasMore ? (
        <p className="mt-3">
          {isSingle ? (
            <span className="text-muted">{t("There are more scripts. Use the search above to find them.")}</span>
          ) : (
            <ButtonLink href={homePath({ group: group.slug, tag })}>
              {t("All in {group}", { group: group.name })}
            </ButtonLink>
          )}
        </p>
      ) : null}
    </section>
  ));
}
