import { systemActor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { readJobKey } from "@/server/jobs/permalink";
import { getManagedJobId } from "@/server/jobs/queries";
import { stopJob } from "@/server/jobs/stop";
import { withDatabase } from "./with-database";

/** `wooey job stop`: a job by its number, its uuid or its permalink. */
export async function stop(job: string, { kill }: { kill?: true }): Promise<void> {
  const key = readJobKey(job.replace(/\/+$/, "").split("/").at(-1) ?? "");
  if (!key) throw new AppError("invalid", `${job} is not the number, uuid or permalink of a job.`);
  const status = await withDatabase(async () => {
    const id = await getManagedJobId(systemActor, key);
    return stopJob(systemActor, id, { kill });
  });
  console.log(status === "running" ? "The job is being stopped." : `The job is ${status}.`);
}
