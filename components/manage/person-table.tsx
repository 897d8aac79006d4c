import { t } from "@/server/language/text";
import type { ListedPerson } from "@/server/users/list";
import { Badge } from "../ui/badge";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";
import { roleLabel } from "./roles";

/** A table of users with their role, their groups, and the time of their last activity. */
export function PersonTable({ people }: { people: ListedPerson[] }) {
  return (
    <Table label={t("People")}>
      <thead>
        <tr>
          <Th>{t("Username")}</Th>
          <Th className="max-sm:hidden">{t("Name")}</Th>
          <Th>{t("Role")}</Th>
          <Th className="max-md:hidden">{t("Groups")}</Th>
          <Th className="max-md:hidden">{t("Email")}</Th>
          <Th className="text-right max-sm:hidden">{t("Last sign-in")}</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} className="hover:bg-hover">
            <Td className="max-w-48">
              <Link
                href={`/manage/people/${person.id}/`}
                className="block truncate font-medium hover:text-accent hover:underline"
              >
                {person.username}
              </Link>
            </Td>
            <Td className="max-w-64 truncate text-muted max-sm:hidden">{person.fullName}</Td>
            <Td className="whitespace-nowrap">
              <span className="mr-2">{roleLabel(person.role)}</span>
              {person.isActive ? null : <Badge>{t("off")}</Badge>}
            </Td>
            <Td className="max-w-64 truncate text-muted max-md:hidden">{person.groups.join(", ")}</Td>
            <Td className="max-w-64 truncate text-muted max-md:hidden">{person.email}</Td>
            <Td className="text-right whitespace-nowrap text-muted max-sm:hidden">
              {person.lastSeenAt ? <Timestamp at={person.lastSeenAt} /> : t("never")}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
