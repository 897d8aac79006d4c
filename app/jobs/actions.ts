"use server";

import { refresh } from "next/cache";
import { AppError } from "@/server/errors";
import { formAction } from "@/server/forms";
import { deleteJob } from "@/server/jobs/delete";
import { readJobId } from "@/server/jobs/permalink";
import { stopJob } from "@/server/jobs/stop";
import { t } from "@/server/language/text";

/** Stops or deletes the jobs that are ticked (`job`, several), as `do` says. */
export const bulkAction = formAction(async (actor, form) => {
  const ids = form.getAll("job").flatMap((text) => readJobId(String(text)) ?? []);
  if (ids.length === 0) throw new AppError("invalid", t("Select at least one job."));
  const isDeleting = form.get("do") === "delete";
  for (const id of ids) await (isDeleting ? deleteJob(actor, id) : stopJob(actor, id));
  refresh();
  const count = ids.length;
  if (isDeleting) return { message: t("{count, plural, one {Deleted # job} other {Deleted # jobs}}", { count }) };
  return { message: t("{count, plural, one {Stopping # job} other {Stopping # jobs}}", { count }) };
});
