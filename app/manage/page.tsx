import { notFound } from "next/navigation";
import { ListFilters } from "@/components/manage/list-filters";
import { type ScriptQuery, scriptsPath } from "@/components/manage/script-query";
import { ScriptTable } from "@/components/manage/script-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { listManagedScripts } from "@/server/scripts/managed";
import { scriptQuery } from "./query";
import { switchScriptAction } from "./scripts/[slug]/actions";

export const generateMetadata = () => ({ title: t("Manage") });

export default async function ManagePage({ searchParams }: PageProps<"/manage">) {
  const [actor, search] = await Promise.all([getActor(), searchParams]);
  if (!isStaff(actor)) notFound();
  const query = readQuery(scriptQuery, search);
  const { text, state, after } = query;
  const page = await listManagedScripts(actor, { text, ...(state ? { state } : {}), ...(after ? { after } : {}) });
  const isFiltered = text !== "" || state !== null || after !== null;
  const add = (
    <ButtonLink href="/scripts/new/" variant="primary">
      {t("Add scripts")}
    </ButtonLink>
  );
  const empty = isFiltered ? (
    <EmptyState
      title={t("No matching scripts")}
      action={<ButtonLink href="/manage/">{t("Clear filters")}</ButtonLink>}
    />
  ) : (
    <EmptyState title={t("No scripts yet")} action={add}>
      {t("Upload a command-line script, and everyone gets a form for it.")}
    </EmptyState>
  );
  return (
    <PageFrame>
      <PageHeader title={t("Manage scripts")} actions={page.rows.length > 0 || isFiltered ? add : null} />
      {page.rows.length > 0 || isFiltered ? <Filters query={query} /> : null}
      {page.rows.length > 0 ? <ScriptTable scripts={page.rows} switchAction={switchScriptAction} /> : empty}
      {page.next ? (
        <ButtonLink href={scriptsPath(query, { after: page.next })} className="self-end">
          {t("Next")}
        </ButtonLink>
      ) : null}
    </PageFrame>
  );
}

function Filters({ query }: { query: ScriptQuery }) {
  const chip = (state: ScriptQuery["state"], label: string) => ({
    href: scriptsPath(query, { state }),
    label,
    isActive: query.state === state,
  });
  return (
    <ListFilters
      chips={[
        chip(null, t("All", {}, "scripts")),
        chip("attention", t("No default version")),
        chip("off", t("Disabled", {}, "scripts")),
      ]}
      action="/manage/"
      otherFilters={{ state: query.state }}
      label={t("Find scripts")}
      placeholder={t("Name, description or group")}
      text={query.text}
    />
  );
}
