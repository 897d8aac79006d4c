import type { GroupUse } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { Link } from "../ui/link";

const usagesMax = 50;

/** The scripts and script groups that a user group may use, each with the other user groups that may use it. */
export function GroupUsages({ usages }: { usages: GroupUse[] }) {
  if (usages.length === 0) {
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
        {usages.slice(0, usagesMax).map((usage) => (
          <li key={usage.slug ?? usage.scriptGroupId} className="px-3 py-1.5">
            <Link href={hrefOf(usage)} className="font-medium wrap-anywhere hover:text-accent hover:underline">
              {usage.name}
            </Link>
            <span className="block text-13 wrap-anywhere text-muted">{accessLabel(usage)}</span>
          </li>
        ))}
      </ul>
      {usages.length > usagesMax ? (
        <p className="text-muted">{t("and {count} more", { count: usages.length - usagesMax })}</p>
      ) : null}
    </>
  );
}

function accessLabel({ slug, others }: GroupUse): string {
  const groups = others.join(", ");
  if (slug === null)
    return groups ? t("Script group, also for {groups}", { groups }) : t("Script group, for this group only");
  return groups ? t("also for {groups}", { groups }) : t("for this group only");
}

function hrefOf({ slug, scriptGroupId }: GroupUse): string {
  return slug === null ? `/manage/groups/${scriptGroupId}/` : `/manage/scripts/${slug}/limits/`;
}
