import type { GroupUse } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { Link } from "../ui/link";

const SHOWN = 50;

/** The scripts and script groups that a user group decides over, and for whom else they are. */
export function GroupUses({ uses }: { uses: GroupUse[] }) {
  if (uses.length === 0) {
    return (
      <p className="text-muted">
        {t(
          "Nothing is restricted to this group yet. To restrict a script, select the group under “Limits and access” of the script or in its script group.",
        )}
      </p>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-control border border-line bg-surface">
        {uses.slice(0, SHOWN).map((use) => (
          <li key={use.slug ?? use.scriptGroupId} className="px-3 py-1.5">
            <Link href={hrefOf(use)} className="font-medium wrap-anywhere hover:text-accent hover:underline">
              {use.name}
            </Link>
            <span className="block text-13 wrap-anywhere text-muted">{forWhom(use)}</span>
          </li>
        ))}
      </ul>
      {uses.length > SHOWN ? (
        <p className="text-muted">{t("and {count} more", { count: uses.length - SHOWN })}</p>
      ) : null}
    </>
  );
}

function forWhom({ slug, others }: GroupUse): string {
  const groups = others.join(", ");
  if (slug === null)
    return groups ? t("Script group, also for {groups}", { groups }) : t("Script group, for this group only");
  return groups ? t("also for {groups}", { groups }) : t("for this group only");
}

function hrefOf({ slug, scriptGroupId }: GroupUse): string {
  return slug === null ? `/manage/groups/${scriptGroupId}/` : `/manage/scripts/${slug}/limits/`;
}
