"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { Visibility } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { formAction } from "@/server/forms";
import { deleteJob } from "@/server/jobs/delete";
import { readJobId } from "@/server/jobs/permalink";
import { renameJob } from "@/server/jobs/rename";
import { rerunJob } from "@/server/jobs/rerun";
import { resubmitJob } from "@/server/jobs/resubmit";
import { renewPermalink, setVisibility } from "@/server/jobs/share";
import { stopJob } from "@/server/jobs/stop";
import { t } from "@/server/language/text";

export const stopAction = formAction(async (actor, form) => {
  await stopJob(actor, jobOf(form));
  refresh();
  return { message: t("Stopping the job") };
});

export const killAction = formAction(async (actor, form) => {
  await stopJob(actor, jobOf(form), { kill: true });
  refresh();
  return { message: t("Killing the job") };
});

export const resubmitAction = formAction(async (actor, form) => {
  const { id } = await resubmitJob(actor, jobOf(form));
  redirect(`/jobs/${id}/`);
});

export const rerunAction = formAction(async (actor, form) => {
  await rerunJob(actor, jobOf(form));
  refresh();
  return { message: t("Job queued again") };
});

export const renameAction = formAction(async (actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  await renameJob(actor, jobOf(form), { name: text("job_name"), description: text("job_description") });
  refresh();
  return { message: t("Saved") };
});

export const deleteAction = formAction(async (actor, form) => {
  await deleteJob(actor, jobOf(form));
  redirect("/jobs/");
});

export const shareAction = formAction(async (actor, form) => {
  const visibility = String(form.get("visibility") ?? "") as Visibility;
  await setVisibility(actor, jobOf(form), { visibility, inputsShared: form.get("inputsShared") === "on" });
  refresh();
  return { message: t("Saved") };
});

export const renewLinkAction = formAction(async (actor, form) => {
  const id = jobOf(form);
  await renewPermalink(actor, id);
  redirect(`/jobs/${id}/`);
});

function jobOf(form: FormData): number {
  const id = readJobId(String(form.get("job") ?? ""));
  if (id === null) throw new AppError("not_found", t("Job not found."));
  return id;
}
