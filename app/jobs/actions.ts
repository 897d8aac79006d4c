"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { AppError } from "@/server/errors";
import { formAction, readForm, textField } from "@/server/forms";
import { deleteJob } from "@/server/jobs/delete";
import { readJobId } from "@/server/jobs/permalink";
import { stopJob } from "@/server/jobs/stop";
import { t } from "@/server/language/text";

const bulkForm = z.object({ job: z.array(z.string()).default([]), do: textField });

/** Stops or deletes the selected jobs, as `do` says. */
export const bulkAction = formAction(async (actor, form) => {
  const selection = readForm(bulkForm, form);
  const ids = selection.job.flatMap((text) => readJobId(text) ?? []);
  if (ids.length === 0) throw new AppError("invalid", t("Select at least one job."));
  const isDeleting = selection.do === "delete";
  for (const id of ids) await (isDeleting ? deleteJob(actor, id) : stopJob(actor, id));
  refresh();
  const count = ids.length;
  if (isDeleting) return { message: t("{count, plural, one {Deleted # job} other {Deleted # jobs}}", { count }) };
  return { message: t("{count, plural, one {Stopping # job} other {Stopping # jobs}}", { count }) };
});
