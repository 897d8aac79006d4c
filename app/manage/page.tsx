import { notFound } from "next/navigation";
import { ScriptTable } from "@/components/manage/script-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listWooeyScripts } from "@/server/scripts/wooey";
import { switchScriptAction } from "./scripts/[slug]/actions";

export const metadata = { title: "Manage" };

export default async function ManagePage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const scripts = await listWooeyScripts(actor);
  const add = (
    <ButtonLink href="/scripts/new/" variant="primary">
      Add scripts
    </ButtonLink>
  );
  return (
    <PageFrame>
      <PageHeader title="Manage scripts" actions={scripts.length > 0 ? add : null} />
      {scripts.length === 0 ? (
        <EmptyState title="No script yet" action={add}>
          Upload a command-line script, and everybody gets a form for it.
        </EmptyState>
      ) : (
        <ScriptTable scripts={scripts} switchAction={switchScriptAction} />
      )}
    </PageFrame>
  );
}
