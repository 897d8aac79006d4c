import type { ListedScriptGroup } from "@/server/groups/script-groups";
import type { ListedUserGroup } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { Badge } from "../ui/badge";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";

const linkClass = "font-medium break-words hover:text-accent hover:underline";

/** A table of script groups in the order of the home page, with the user groups that may use them. */
export function ScriptGroupTable({
  groups,
  userGroups,
}: {
  groups: ListedScriptGroup[];
  userGroups: ListedUserGroup[];
}) {
  const nameOf = (id: number) => userGroups.find((group) => group.id === id)?.name ?? "?";
  return (
    <Table label={t("Script groups")}>
      <thead>
        <tr>
          <Th>{t("Name")}</Th>
          <Th className="text-right">{t("Position")}</Th>
          <Th className="text-right">{t("Scripts")}</Th>
          <Th className="max-sm:hidden">{t("Who can use them")}</Th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.id} className="hover:bg-hover">
            <Td>
              <Link href={`/manage/groups/${group.id}/`} className={linkClass}>
                {group.name}
              </Link>{" "}
              {group.isActive ? null : <Badge>{t("off")}</Badge>}
            </Td>
            <Td className="text-right tabular">{group.position}</Td>
            <Td className="text-right tabular">{group.scripts}</Td>
            <Td className="text-muted max-sm:hidden">{group.userGroupIds.map(nameOf).join(", ") || t("Everyone")}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** A table of user groups with the number of their members. */
export function UserGroupTable({ groups }: { groups: ListedUserGroup[] }) {
  return (
    <Table label={t("User groups")}>
      <thead>
        <tr>
          <Th>{t("Name")}</Th>
          <Th className="text-right">{t("Members")}</Th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.id} className="hover:bg-hover">
            <Td>
              <Link href={`/manage/groups/users/${group.id}/`} className={linkClass}>
                {group.name}
              </Link>
            </Td>
            <Td className="text-right tabular">{group.members}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
