import { notFound, redirect } from "next/navigation";
import { UploadScripts } from "@/components/manage/upload-scripts";
import { PageFrame } from "@/components/shell/page-frame";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";
import { listHomeGroups } from "@/server/scripts/home";

export const generateMetadata = () => ({ title: t("Add scripts") });

export default async function NewScriptPage() {
  const actor = await getActor();
  if (!userOf(actor)) redirect("/login/?next=/scripts/new/");
  if (!isStaff(actor)) notFound();
  const groups = await listHomeGroups(actor);
  return (
    <PageFrame narrow>
      <PageHeader
        title={t("Add scripts")}
        note={t(
          "Any command-line script: Python is read by its own parser, other languages by a form block or their --help.",
        )}
      />
      <UploadScripts groups={groups.map((group) => group.name)} />
    </PageFrame>
  );
}
