import { t } from "@/server/language/text";
import { ListFilters } from "./list-filters";
import { type RoleValue, roleOptions } from "./roles";

/** The filters in the address of the list of people. */
export interface PersonQuery {
  text: string;
  role: RoleValue | null;
  isOff: boolean;
  after: string | null;
}

/** The address of the list with other filters. The list then starts with the first page. */
export function personPath(query: PersonQuery, change: Partial<PersonQuery>): string {
  const next = { ...query, after: null, ...change };
  const params = new URLSearchParams();
  if (next.role) params.set("role", next.role);
  if (next.isOff) params.set("state", "off");
  if (next.text) params.set("q", next.text);
  if (next.after) params.set("after", next.after);
  return params.size > 0 ? `/manage/people/?${params}` : "/manage/people/";
}

/** The filters of the list of people. */
export function PersonFilters({ query }: { query: PersonQuery }) {
  const everyone = {
    href: personPath(query, { role: null, isOff: false }),
    label: t("Everyone"),
    isActive: !query.role && !query.isOff,
  };
  const roles = roleOptions.map((option) => ({
    href: personPath(query, { role: option.value, isOff: false }),
    label: t(option.label),
    isActive: query.role === option.value,
  }));
  const off = {
    href: personPath(query, { role: null, isOff: true }),
    label: t("Disabled", {}, "people"),
    isActive: query.isOff,
  };
  return (
    <ListFilters
      chips={[everyone, ...roles, off]}
      action="/manage/people/"
      otherFilters={{ role: query.role, state: query.isOff ? "off" : null }}
      label={t("Find people")}
      placeholder={t("Username, name or email")}
      text={query.text}
    />
  );
}
