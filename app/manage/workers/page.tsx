import { notFound } from "next/navigation";
import { AutoRefresh } from "@/components/manage/auto-refresh";
import { InngestServerCard } from "@/components/manage/inngest-server-card";
import { WorkerCard } from "@/components/manage/worker-card";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";
import { findInngestServer, inngestFinding } from "@/server/workers/inngest-server";
import { listWorkers } from "@/server/workers/list";
import { setDrainingAction } from "./actions";

export const generateMetadata = () => ({ title: t("Workers") });

export default async function WorkersPage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const [workers, inngest] = await Promise.all([listWorkers(actor), findInngestServer()]);
  return (
    <PageFrame>
      <PageHeader
        title={t("Workers")}
        note={t("Workers run the scripts. Each worker can run several at the same time.")}
      />
      {inngest ? <InngestServerCard server={inngest} finding={inngestFinding(inngest)} /> : null}
      {workers.length === 0 ? (
        <EmptyState title={t("No workers")}>{t("No worker has been online in the last ten minutes.")}</EmptyState>
      ) : (
        workers.map((worker) => <WorkerCard key={worker.id} worker={worker} drain={setDrainingAction} />)
      )}
      <AutoRefresh seconds={5} />
    </PageFrame>
  );
}
