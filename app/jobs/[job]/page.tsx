import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { explainEnd, isScriptFailure } from "@/components/jobs/explain-end";
import { explainWaiting } from "@/components/jobs/explain-waiting";
import { FilesPanel } from "@/components/jobs/files-panel";
import { JobConsole } from "@/components/jobs/job-console";
import { JobDetails } from "@/components/jobs/job-details";
import { JobHeader } from "@/components/jobs/job-header";
import { JobMetrics } from "@/components/jobs/job-metrics";
import { JobNotes } from "@/components/jobs/job-notes";
import { jobTitle } from "@/components/jobs/tab-title";
import { hasPreview, needsHead } from "@/components/previews/kinds";
import { PageFrame } from "@/components/shell/page-frame";
import { displayName } from "@/components/ui/display-name";
import { isOpen, isWaiting } from "@/db/job-state";
import { userOf } from "@/server/auth/actor";
import { currentOrigin, getActor } from "@/server/auth/current";
import { findPinned } from "@/server/favorites/queries";
import { readFileHeads } from "@/server/jobs/file-heads";
import { findMentionedFiles } from "@/server/jobs/mentions";
import { findJobByPath } from "@/server/jobs/queries";
import { listOwnTags } from "@/server/jobs/tags";
import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { readOutputEnds } from "@/server/output/lines";
import { whyWaiting } from "@/server/workers/queue";
import { toggleFavoriteAction } from "../../actions";
import { headerActions, notesActions } from "./action-sets";
import { streamFrom } from "./stream-from";

type Props = PageProps<"/jobs/[job]">;

/** This page shows this many output files, the first ones of them with previews. Another page lists all. */
const outputsMax = 200;
const previewsMax = 12;
const previewBytesMax = 48 * 1024;
/** The tags that the reader can choose without typing. */
const tagsOffered = 100;

/** One query for the title and the page. */
const readJob = cache(async (key: string) => findJobByPath(await getActor(), key));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const job = await readJob((await params).job);
  return {
    title: job ? jobTitle(displayName(job.name), job.status) : t("Not found"),
    robots: { index: false, follow: false },
    openGraph: job ? { title: displayName(job.name) } : undefined,
  };
}

export default async function JobPage({ params }: Props) {
  const [{ job: key }, actor, origin] = await Promise.all([params, getActor(), currentOrigin()]);
  const job = await readJob(key);
  if (!job) notFound();
  const path = `/jobs/${encodeURIComponent(key)}`;
  const outputs = job.files.filter((file) => file.direction === "output").slice(0, outputsMax);
  const previewed = outputs.filter(hasPreview).slice(0, previewsMax);
  const withHead = previewed.filter(needsHead);
  const [heads, pinned, initialOutput, waiting, mentioned, knownTags] = await Promise.all([
    readFileHeads(actor, key, { fileIds: withHead.map((file) => file.id), bytesMax: previewBytesMax }),
    findPinned(
      actor,
      outputs.map((file) => file.id),
    ),
    readOutputEnds(job),
    isWaiting(job.status) ? whyWaiting(job.id) : null,
    findMentionedFiles(actor, key, job.notes?.text ?? ""),
    job.isOwner ? listOwnTags(actor, tagsOffered) : [],
  ]);
  // The files of a completed job come first, otherwise the output. The keys preserve the state of both.
  const output = (
    <JobConsole
      key={`output-${job.attempt}`}
      path={path}
      name={displayName(job.name)}
      streamFrom={streamFrom(job, initialOutput)}
      status={job.status}
      failure={isScriptFailure(job) ? explainEnd(job) : null}
      empty={waiting ? explainWaiting(waiting) : emptyOutput(job)}
      initialOutput={initialOutput}
    />
  );
  const files =
    job.files.length > 0 ? (
      <FilesPanel
        key="files"
        job={job}
        path={path}
        heads={heads}
        outputs={outputs}
        previewsMax={previewsMax}
        pins={userOf(actor) && job.isOwner ? pinned : null}
        pinAction={toggleFavoriteAction}
      />
    ) : null;
  return (
    <PageFrame>
      <JobHeader job={job} actions={job.isOwner ? headerActions : null} origin={origin} knownTags={knownTags} />
      {job.metrics ? <JobMetrics metrics={job.metrics} /> : null}
      {job.status === "completed" && previewed.length > 0 ? [files, output] : [output, files]}
      <JobNotes job={job} path={path} mentioned={mentioned} actions={job.isOwner ? notesActions : null} />
      <JobDetails job={job} />
    </PageFrame>
  );
}

function emptyOutput(job: JobView): string {
  if (job.status === "running") return t("No output yet.");
  return isOpen(job.status) ? t("Waiting for a worker.") : t("The script produced no output.");
}
