import { notFound } from "next/navigation";
import { ListFilters } from "@/components/manage/list-filters";
import { readScriptQuery, type ScriptQuery, scriptsPath } from "@/components/manage/script-query";
import { ScriptTable } from "@/components/manage/script-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listManagedScripts } from "@/server/scripts/managed";
import { switchScriptAction } from "./scripts/[slug]/actions";

export const metadata = { title: "Manage" };

export default async function ManagePage({ searchParams }: PageProps<"/manage">) {
  const [actor, search] = await Promise.all([getActor(), searchParams]);
  if (!isStaff(actor)) notFound();
  const query = readScriptQuery(search);
  const { text, state, after } = query;
  const page = await listManagedScripts(actor, { text, ...(state ? { state } : {}), ...(after ? { after } : {}) });
  const isFiltered = text !== "" || state !== null || after !== null;
  const add = (
    <ButtonLink href="/scripts/new/" variant="primary">
      Add scripts
    </ButtonLink>
  );
  return (
    <PageFrame>
      <PageHeader title="Manage scripts" actions={page.rows.length > 0 || isFiltered ? add : null} />
      {page.rows.length > 0 || isFiltered ? <Filters query={query} /> : null}
      {page.rows.length > 0 ? (
        <ScriptTable scripts={page.rows} switchAction={switchScriptAction} />
      ) : isFiltered ? (
        <EmptyState title="No script matches" action={<ButtonLink href="/manage/">Clear the filters</ButtonLink>} />
      ) : (
        <EmptyState title="No script yet" action={add}>
          Upload a command-line script, and everybody gets a form for it.
        </EmptyState>
      )}
      {page.next ? (
        <ButtonLink href={scriptsPath(query, { after: page.next })} className="self-end">
          Next
        </ButtonLink>
      ) : null}
    </PageFrame>
  );
}

function Filters({ query }: { query: ScriptQuery }) {
  const chip = (state: ScriptQuery["state"], label: string) => ({
    href: scriptsPath(query, { state }),
    label,
    on: query.state === state,
  });
  return (
    <ListFilters
      chips={[chip(null, "All"), chip("attention", "Without a default version"), chip("off", "Disabled")]}
      action="/manage/"
      kept={{ state: query.state }}
      label="Find scripts"
      placeholder="Name, description or group"
      text={query.text}
    />
  );
}
