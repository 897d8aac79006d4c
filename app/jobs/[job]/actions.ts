"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/server/errors";
import { checkboxField, formAction, readForm, textField } from "@/server/forms";
import { deleteJob } from "@/server/jobs/delete";
import { readJobId } from "@/server/jobs/permalink";
import { renameJob } from "@/server/jobs/rename";
import { rerunJob } from "@/server/jobs/rerun";
import { resubmitJob } from "@/server/jobs/resubmit";
import { renewPermalink, setVisibility, sharingInput } from "@/server/jobs/share";
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

const renameForm = z.object({ job_name: textField, job_description: textField });

export const renameAction = formAction(async (actor, form) => {
  const { job_name: name, job_description: description } = readForm(renameForm, form);
  await renameJob(actor, jobOf(form), { name, description });
  refresh();
  return { message: t("Saved") };
});

export const deleteAction = formAction(async (actor, form) => {
  await deleteJob(actor, jobOf(form));
  redirect("/jobs/");
});

const shareForm = sharingInput.extend({ inputsShared: checkboxField });

export const shareAction = formAction(async (actor, form) => {
  await setVisibility(actor, jobOf(form), readForm(shareForm, form));
  refresh();
  return { message: t("Saved") };
});

export const renewLinkAction = formAction(async (actor, form) => {
  const id = jobOf(form);
  await renewPermalink(actor, id);
  redirect(`/jobs/${id}/`);
});

function jobOf(form: FormData): number {
  const id = readJobId(readForm(z.object({ job: textField }), form).job);
  if (id === null) throw new AppError("not_found", t("Job not found."));
  return id;
}
