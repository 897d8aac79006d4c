import { X } from "lucide-react";
import { Chip } from "../ui/chip";
import { Input } from "../ui/input";
import { Link } from "../ui/link";
import { type JobListQuery, jobListPath, stateFilters } from "./job-list-query";

/** The filters of a list of jobs: each is a link, so that the address says what is shown. */
export function JobFilters({ query }: { query: JobListQuery }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Chip href={jobListPath(query, { state: null })} on={query.state === null}>
        Any state
      </Chip>
      {Object.entries(stateFilters).map(([state, { label }]) => (
        <Chip
          key={state}
          href={jobListPath(query, { state: state as keyof typeof stateFilters })}
          on={query.state === state}
        >
          {label}
        </Chip>
      ))}
      {query.script ? <Removable label={`Script ${query.script}`} href={jobListPath(query, { script: null })} /> : null}
      {query.username ? (
        <Removable label={`By ${query.username}`} href={jobListPath(query, { username: null })} />
      ) : null}
      <search className="ml-auto w-full sm:w-56">
        <form action="/jobs/">
          {[...new URL(jobListPath(query, { text: "" }), "http://site.invalid").searchParams].map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Input
            type="search"
            name="q"
            aria-label="Find jobs"
            placeholder="Name, description or number"
            defaultValue={query.text}
          />
        </form>
      </search>
    </div>
  );
}

function Removable({ label, href }: { label: string; href: string }) {
  return (
    <Link
      href={href}
      aria-label={`${label}: remove this filter`}
      className="inline-flex h-7 items-center gap-1 rounded-full border border-accent bg-accent-soft pr-1.5 pl-2.5 text-13 text-accent-strong"
    >
      {label}
      <X aria-hidden size={14} />
    </Link>
  );
}
