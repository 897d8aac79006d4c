import { ArrowLeft } from "lucide-react";
import { notFound } from "next/navigation";
import { preload } from "react-dom";
import { FileBrowser } from "@/components/files/file-browser";
import { PageFrame } from "@/components/shell/page-frame";
import { displayName } from "@/components/ui/display-name";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { isOpen } from "@/db/job-state";
import { getActor } from "@/server/auth/current";
import { listEntriesOf } from "@/server/jobs/files";
import { findJobHandle } from "@/server/jobs/queries";
import { t } from "@/server/language/text";

/** A page contains the list of this many files; the browser loads a longer one. */
const includedMax = 1000;

/** The list of all files, which stays as it is while one file after another is opened. */
export default async function BrowseLayout({ params, children }: LayoutProps<"/jobs/[job]/browse">) {
  const [{ job: key }, actor] = await Promise.all([params, getActor()]);
  const job = await findJobHandle(actor, key);
  if (!job) notFound();
  const files = await listEntriesOf(job.id, { showsInputs: job.showsInputs, limit: includedMax + 1 });
  const path = `/jobs/${encodeURIComponent(key)}`;
  // The browser asks for the long list before it has loaded the page's scripts.
  if (files.length > includedMax) preload(`${path}/files`, { as: "fetch", crossOrigin: "anonymous" });
  return (
    <PageFrame className="gap-3">
      <div className="flex min-w-0 items-center gap-3">
        <Link
          href={`${path}/`}
          className="inline-flex min-w-0 items-center gap-1.5 text-13 text-muted hover:text-accent hover:underline"
        >
          <ArrowLeft size={14} className="shrink-0" />
          <bdi className="truncate">{displayName(job.name)}</bdi>
        </Link>
      </div>
      <h1 className="text-20 font-semibold">{t("Files")}</h1>
      <noscript>
        <p className="text-muted">
          {t("This list needs JavaScript. The archive on the job's page contains all files.")}
        </p>
      </noscript>
      {files.length === 0 && !isOpen(job.status) ? (
        <EmptyState title={t("This job has no files")} />
      ) : (
        <FileBrowser path={path} initialFiles={files.length > includedMax ? null : files} isOpen={isOpen(job.status)}>
          {children}
        </FileBrowser>
      )}
    </PageFrame>
  );
}
