import { notFound } from "next/navigation";
import { EnvironmentForm } from "@/components/manage/environment-form";
import { PageFrame } from "@/components/shell/page-frame";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { createEnvironmentAction } from "../actions";

export const metadata = { title: "New virtual environment" };

export default async function NewEnvironmentPage() {
  if (!isStaff(await getActor())) notFound();
  return (
    <PageFrame narrow>
      <PageHeader
        title="New virtual environment"
        note="A Python with packages of its own, for scripts that do not say themselves what they need."
      />
      <EnvironmentForm environment={null} action={createEnvironmentAction} button="Make it" />
    </PageFrame>
  );
}
