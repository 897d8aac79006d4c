import { notFound } from "next/navigation";
import { EnvironmentForm } from "@/components/manage/environment-form";
import { PageFrame } from "@/components/shell/page-frame";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";
import { createEnvironmentAction } from "../actions";

export const generateMetadata = () => ({ title: t("New virtual environment") });

export default async function NewEnvironmentPage() {
  if (!isStaff(await getActor())) notFound();
  return (
    <PageFrame narrow>
      <PageHeader
        title={t("New virtual environment")}
        note={t("A Python installation with its own packages, for scripts that do not declare what they need.")}
      />
      <EnvironmentForm environment={null} action={createEnvironmentAction} button={t("Create environment")} />
    </PageFrame>
  );
}
