import { notFound, redirect } from "next/navigation";
import { UploadScripts } from "@/components/manage/upload-scripts";
import { PageFrame } from "@/components/shell/page-frame";
import { Disclosure } from "@/components/ui/disclosure";
import { fill } from "@/components/ui/fill";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";
import { listHomeGroups } from "@/server/scripts/home";

const packages = `# /// script
# dependencies = ["numpy", "requests>=2.31"]
# ///`;

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
        note={fill(
          t(
            "Any command-line script becomes a form. Wooey reads Python scripts through their own parser, and other scripts through a form block or their {option} output.",
          ),
          { option: <code className="font-mono whitespace-nowrap">--help</code> },
        )}
      />
      <UploadScripts groups={groups.map((group) => group.name)} />
      <Disclosure summary={t("Does the script need Python packages?")}>
        <p className="mb-2 max-w-prose text-muted">
          {t(
            "Declare them in a PEP 723 block at the top of the script. They are installed once, for this script only. You do not need to do anything else.",
          )}
        </p>
        <pre className="whitespace-pre-wrap rounded-control border border-line bg-sunken px-3 py-2 font-mono text-13">
          {packages}
        </pre>
      </Disclosure>
    </PageFrame>
  );
}
