import { X } from "lucide-react";
import type { JobRow } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Input } from "../ui/input";
import { Link } from "../ui/link";
import { Menu } from "../ui/menu";
import { TimeZoneField } from "../ui/time-zone-field";
import { type JobListQuery, jobListPath, stateFilters, stateNames } from "./job-list-query";
import { MetricColumns } from "./metric-columns";

interface Props {
  query: JobListQuery;
  /** Those of the list. */
  jobs: JobRow[];
  /** The tags of the reader's jobs, as suggestions. */
  tags: string[];
}

/** The filters of a list of jobs as links, so that the address contains them. */
export function JobFilters({ query, jobs, tags }: Props) {
  const scripts = [...new Set(jobs.map((job) => job.script.slug))].toSorted();
  const suggested = [...new Set([...tags, ...jobs.flatMap((job) => job.tags)])].toSorted();
  const days = describeDays(query);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Chip href={jobListPath(query, { state: null })} isActive={query.state === null}>
        {t("Any state")}
      </Chip>
      {stateNames.map((state) => (
        <Chip key={state} href={jobListPath(query, { state })} isActive={query.state === state}>
          {stateFilters[state].label()}
        </Chip>
      ))}
      {query.script ? (
        <RemovableFilter
          label={t("Script {name}", { name: query.script })}
          href={jobListPath(query, { script: null })}
        />
      ) : null}
      {query.username ? (
        <RemovableFilter
          label={t("By {name}", { name: query.username })}
          href={jobListPath(query, { username: null })}
        />
      ) : null}
      {query.tag ? (
        <RemovableFilter label={t("Tag {name}", { name: query.tag })} href={jobListPath(query, { tag: null })} />
      ) : null}
      {days ? <RemovableFilter label={days} href={jobListPath(query, { since: null, until: null })} /> : null}
      <MoreFilters query={query} scripts={scripts} tags={suggested} />
      <MetricColumns query={query} jobs={jobs} />
      <search className="ml-auto w-full sm:w-64">
        <form action="/jobs/">
          <HiddenFilters href={jobListPath(query, { text: "" })} />
          <Input
            type="search"
            name="q"
            aria-label={t("Find jobs")}
            placeholder={t("Name, description or number")}
            defaultValue={query.text}
          />
        </form>
      </search>
    </div>
  );
}

function describeDays({ since, until }: JobListQuery): string | null {
  if (since && until) return t("From {since} to {until}", { since, until });
  if (since) return t("From {since}", { since });
  return until && t("To {until}", { until });
}

/** The filters that few people need: script, user and dates. Like all filters, they are in the address. */
function MoreFilters({ query, scripts, tags }: { query: JobListQuery; scripts: string[]; tags: string[] }) {
  const { since, until } = query;
  return (
    <Menu id="more-filters" size="small" label={t("More filters")}>
      <form action="/jobs/" className="flex w-64 flex-col gap-3 p-2">
        <HiddenFilters
          href={jobListPath(query, { script: null, username: null, tag: null, since: null, until: null })}
        />
        <LabelledInput label={t("Script (as in its URL)")} name="script" value={query.script} list="filter-scripts" />
        <datalist id="filter-scripts">
          {scripts.map((slug) => (
            <option key={slug} value={slug} />
          ))}
        </datalist>
        <LabelledInput label={t("Tag")} name="tag" value={query.tag} list="filter-tags" />
        <datalist id="filter-tags">
          {tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        {query.scope === "mine" ? null : (
          <LabelledInput label={t("Submitted by (username)")} name="user" value={query.username} />
        )}
        <LabelledInput label={t("From")} name="since" value={since} type="date" />
        <LabelledInput label={t("To")} name="until" value={until} type="date" />
        <TimeZoneField />
        <Button type="submit" variant="primary">
          {t("Apply")}
        </Button>
      </form>
    </Menu>
  );
}

function LabelledInput(props: { label: string; name: string; value: string | null; type?: "date"; list?: string }) {
  return (
    <div className="flex flex-col gap-1 text-13">
      <label htmlFor={`filter-${props.name}`}>{props.label}</label>
      <Input
        id={`filter-${props.name}`}
        name={props.name}
        type={props.type ?? "text"}
        list={props.list}
        defaultValue={props.value ?? ""}
        autoComplete="off"
      />
    </div>
  );
}

/** Hidden fields that keep the other filters of an address. */
function HiddenFilters({ href }: { href: string }) {
  return [...new URL(href, "http://site.invalid").searchParams].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

function RemovableFilter({ label, href }: { label: string; href: string }) {
  return (
    <Link
      href={href}
      aria-label={t("Remove filter: {filter}", { filter: label })}
      className="inline-flex h-7 items-center gap-1 rounded-full border border-accent bg-accent-soft pr-1.5 pl-2.5 text-13 text-accent-strong"
    >
      {label}
      <X size={14} />
    </Link>
  );
}
