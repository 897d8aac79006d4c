import { redirect } from "next/navigation";
import { z } from "zod";
import { FileLine, PinForm } from "@/components/jobs/file-line";
import { FilePreview } from "@/components/previews/file-preview";
import { needsHead } from "@/components/previews/kinds";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Timestamp } from "@/components/ui/timestamp";
import { userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listScrapbook } from "@/server/favorites/queries";
import { readQuery } from "@/server/http/query";
import { readFileHeads } from "@/server/jobs/file-heads";
import { readJobId } from "@/server/jobs/permalink";
import { t } from "@/server/language/text";
import { toggleFavoriteAction } from "../actions";

export const generateMetadata = () => ({ title: t("Scrapbook") });

const scrapbookQuery = z.object({ before: z.string().default("") });

export default async function ScrapbookPage({ searchParams }: PageProps<"/scrapbook">) {
  const actor = await getActor();
  if (!userOf(actor)) redirect("/login/?next=/scrapbook/");
  const { before } = readQuery(scrapbookQuery, await searchParams);
  const { pins, next } = await listScrapbook(actor, { before: readJobId(before) ?? undefined });
  const shown = await Promise.all(
    pins.map(async (pin) => {
      const file = { ...pin.file, direction: "output" as const, parameter: null };
      const ids = needsHead(file) ? [file.id] : [];
      const heads = await readFileHeads(actor, String(pin.job.id), { fileIds: ids, bytesMax: 16 * 1024 });
      return { ...pin, file, head: heads.get(file.id), href: `/jobs/${pin.job.id}/files/${file.id}` };
    }),
  );
  return (
    <PageFrame>
      <h1 className="text-20 font-semibold">{t("Scrapbook")}</h1>
      <PinForm action={toggleFavoriteAction} />
      {shown.length === 0 ? (
        <EmptyState title={t("No pinned files")} action={<ButtonLink href="/jobs/">{t("My jobs")}</ButtonLink>}>
          {t("Pin a file on a job's page to collect it here, next to results of other jobs.")}
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))] gap-3">
          {shown.map(({ id, job, file, head, href }) => (
            <li
              key={id}
              className="flex min-w-0 flex-col overflow-hidden rounded-control border border-line bg-surface"
            >
              <FileLine file={file} href={href} pins={new Set([file.id])} className="border-b border-line pl-3" />
              {file.withheld === null ? <FilePreview file={file} href={href} head={head} /> : null}
              <p className="mt-auto flex justify-between gap-2 border-t border-line px-3 py-2 text-13">
                <Link href={`/jobs/${job.id}/`} className="min-w-0 truncate text-accent hover:underline">
                  <bdi>{job.name}</bdi>
                </Link>
                <span className="text-muted">
                  <Timestamp at={job.createdAt} />
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
      {next ? (
        <ButtonLink href={`/scrapbook/?before=${next}`} className="self-center">
          {t("Load older")}
        </ButtonLink>
      ) : null}
    </PageFrame>
  );
}
