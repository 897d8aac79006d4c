import { t } from "@/server/language/text";
import { Link } from "../ui/link";
import { Checkbox } from "../ui/switch";

interface Props {
  legend: string;
  help: string;
  name: string;
  groups: { id: number; name: string; members: number }[];
  selectedIds: number[];
}

/** A checkbox for each user group, with a link to its members. */
export function GroupCheckboxes({ legend, help, name, groups, selectedIds }: Props) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {groups.length === 0 ? (
        <p className="text-muted">{t("There are no user groups yet, so everyone has access.")}</p>
      ) : (
        <ul className="flex max-h-56 flex-col overflow-y-auto rounded-control border border-line bg-surface px-3 py-1">
          {groups.map((group) => (
            <li key={group.id} className="flex items-center justify-between gap-3">
              <Checkbox
                name={name}
                value={group.id}
                defaultChecked={selectedIds.includes(group.id)}
                className="min-w-0"
              >
                <span className="min-w-0 break-words">{group.name}</span>
              </Checkbox>
              <Link
                href={`/manage/groups/users/${group.id}/`}
                aria-label={t("{count, plural, one {# member of {group}} other {# members of {group}}}", {
                  count: group.members,
                  group: group.name,
                })}
                className="shrink-0 text-13 text-muted underline hover:text-accent"
              >
                {t("{count, plural, one {# member} other {# members}}", { count: group.members })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <p className="text-13 text-muted">{help}</p>
    </fieldset>
  );
}
