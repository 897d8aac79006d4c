import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { OpenedFile } from "@/components/files/opened-file";
import { needsHead } from "@/components/previews/kinds";
import { displayName } from "@/components/ui/display-name";
import { userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { findPinned } from "@/server/favorites/queries";
import { findJobFile } from "@/server/jobs/download";
import { readFileHeads } from "@/server/jobs/file-heads";
import { t } from "@/server/language/text";
import { toggleFavoriteAction } from "../../../../actions";

type Props = PageProps<"/jobs/[job]/browse/[file]">;

const headBytesMax = 512 * 1024;

/** One query for the title and the page. */
const readFile = cache(async (job: string, file: string) => findJobFile(await getActor(), { job, file }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { job, file: id } = await params;
  const file = await readFile(job, id);
  return {
    title: file ? displayName(file.path) : t("Not found"),
    robots: { index: false, follow: false },
  };
}

export default async function FilePage({ params }: Props) {
  const [{ job, file: id }, actor] = await Promise.all([params, getActor()]);
  const file = await readFile(job, id);
  if (!file) notFound();
  const [heads, pinned] = await Promise.all([
    readFileHeads(actor, job, { fileIds: needsHead(file) ? [file.id] : [], bytesMax: headBytesMax }),
    findPinned(actor, [file.id]),
  ]);
  const canPin = userOf(actor) !== null && file.canPin;
  return (
    <OpenedFile
      file={file}
      href={`/jobs/${encodeURIComponent(job)}/files/${file.id}`}
      head={heads.get(file.id)}
      isPinned={canPin ? pinned.has(file.id) : null}
      pinAction={toggleFavoriteAction}
    />
  );
}
