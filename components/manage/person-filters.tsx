import { Chip } from "../ui/chip";
import { Input } from "../ui/input";
import { type RoleValue, readRole, roleOptions } from "./roles";

/** What the address of the list of people says. */
export interface PersonQuery {
  text: string;
  role: RoleValue | null;
  isOff: boolean;
  after: string | null;
}

export function readPersonQuery(search: Record<string, string | string[] | undefined>): PersonQuery {
  const one = (name: string) => [search[name] ?? ""].flat()[0]?.trim().slice(0, 200) ?? "";
  return { text: one("q"), role: readRole(one("role")), isOff: one("state") === "off", after: one("after") || null };
}

/** The address of the list with some of it changed; a change starts at the beginning again. */
export function personPath(query: PersonQuery, change: Partial<PersonQuery>): string {
  const next = { ...query, after: null, ...change };
  const params = new URLSearchParams();
  if (next.role) params.set("role", next.role);
  if (next.isOff) params.set("state", "off");
  if (next.text) params.set("q", next.text);
  if (next.after) params.set("after", next.after);
  return params.size > 0 ? `/manage/people/?${params}` : "/manage/people/";
}

/** The filters of a list of people, in the address. */
export function PersonFilters({ query }: { query: PersonQuery }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Chip href={personPath(query, { role: null, isOff: false })} on={!query.role && !query.isOff}>
        Everybody
      </Chip>
      {roleOptions.map((option) => (
        <Chip
          key={option.value}
          href={personPath(query, { role: option.value, isOff: false })}
          on={query.role === option.value}
        >
          {option.label}
        </Chip>
      ))}
      <Chip href={personPath(query, { role: null, isOff: true })} on={query.isOff}>
        Switched off
      </Chip>
      <search className="ml-auto w-full sm:w-64">
        <form action="/manage/people/">
          {query.role ? <input type="hidden" name="role" value={query.role} /> : null}
          {query.isOff ? <input type="hidden" name="state" value="off" /> : null}
          <Input
            type="search"
            name="q"
            aria-label="Find people"
            placeholder="User name, name or e-mail"
            defaultValue={query.text}
          />
        </form>
      </search>
    </div>
  );
}
