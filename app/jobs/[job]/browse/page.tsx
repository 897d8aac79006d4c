import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/ui/empty-state";
import { fill } from "@/components/ui/fill";
import { Key } from "@/components/ui/key";
import { getActor } from "@/server/auth/current";
import { findJobHandle } from "@/server/jobs/queries";
import { t } from "@/server/language/text";

export const generateMetadata = (): Metadata => ({
  title: t("Files"),
  robots: { index: false, follow: false },
});

export default async function BrowsePage({ params }: PageProps<"/jobs/[job]/browse">) {
  const job = await findJobHandle(await getActor(), (await params).job);
  if (!job) notFound();
  return (
    <EmptyState title={t("Select a file to see it here")}>
      {fill(t("{up} and {down} move in the list, Enter opens a file, and the space bar selects it for a download."), {
        up: <Key>↑</Key>,
        down: <Key>↓</Key>,
      })}
    </EmptyState>
  );
}
