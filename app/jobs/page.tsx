import { Square, Trash2 } from "lucide-react";
import { JobFilters } from "@/components/jobs/job-filters";
import { type JobListQuery, jobListPath, toJobFilter } from "@/components/jobs/job-list-query";
import { JobTable } from "@/components/jobs/job-table";
import { LiveList } from "@/components/jobs/live-list";
import { NoJobs } from "@/components/jobs/no-jobs";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { listJobs } from "@/server/jobs/list";
import { listOwnTags } from "@/server/jobs/tags";
import { t } from "@/server/language/text";
import { bulkAction } from "./actions";
import { jobListQuery } from "./query";

const TAGS_SUGGESTED = 100;

export const generateMetadata = () => ({ title: t("Jobs"), robots: { index: false } });

export default async function JobsPage({ searchParams }: PageProps<"/jobs">) {
  const [actor, search] = await Promise.all([getActor(), searchParams]);
  const query = readQuery(jobListQuery, search);
  const staff = isStaff(actor);
  const [page, tags] = await Promise.all([listJobs(actor, toJobFilter(query)), listOwnTags(actor, TAGS_SUGGESTED)]);
  const mayManage = page.rows.some((job) => job.isOwner);
  const tab = (scope: JobListQuery["scope"], label: string) => ({
    href: jobListPath(query, { scope, username: null }),
    label,
    current: query.scope === scope,
  });
  return (
    <PageFrame>
      <h1 className="text-20 font-semibold">{t("Jobs")}</h1>
      <Tabs
        label={t("Job lists")}
        tabs={[
          tab("mine", t("Mine")),
          tab("public", t("Public results")),
          tab("queue", t("Queue")),
          ...(staff ? [tab("all", t("All", {}, "jobs"))] : []),
        ]}
      />
      <JobFilters query={query} jobs={page.rows} tags={tags} />
      {page.rows.length === 0 ? (
        <NoJobs query={query} hasMore={page.next !== null} />
      ) : (
        <JobTable
          jobs={page.rows}
          showsOwner={query.scope !== "mine"}
          bulkForm={mayManage ? "bulk" : null}
          columns={query.columns}
          hrefOfTag={(tag) => jobListPath(query, { tag })}
        />
      )}
      <div className="flex flex-wrap items-center gap-2 bg-page py-2 [body:has([data-row]_:checked)_&]:sticky [body:has([data-row]_:checked)_&]:bottom-0">
        {mayManage ? (
          <ActionForm id="bulk" action={bulkAction} errorsAs="toast" className="flex flex-wrap gap-2">
            <SubmitButton variant="plain" name="do" value="stop">
              <Square />
              {t("Stop selected")}
            </SubmitButton>
            <SubmitButton variant="danger" name="do" value="delete">
              <Trash2 />
              {t("Delete selected")}
            </SubmitButton>
          </ActionForm>
        ) : null}
        {page.next ? (
          <ButtonLink href={jobListPath(query, { before: page.next })} className="ml-auto">
            {t("Load older")}
          </ButtonLink>
        ) : null}
      </div>
      <LiveList ids={page.rows.map((job) => job.id)} showsNewest={query.before === null} />
    </PageFrame>
  );
}
