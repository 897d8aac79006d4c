import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { AppError } from "@/server/errors";
import { allow, api } from "@/server/http/api";
import { sendStreamed } from "@/server/http/download";
import { archiveJob } from "@/server/jobs/archive";
import { getJobHandle } from "@/server/jobs/queries";
import { t } from "@/server/language/text";

// Any name that ends in .zip or .tar.gz: the response says what the archive is called.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; name: string }>({
  GET: api(async (_request, { params, actor }) => {
    const job = await getJobHandle(actor, params.job);
    const format = (["zip", "tar.gz"] as const).find((each) => params.name.endsWith(`.${each}`));
    if (!format) throw new AppError("not_found", t("Archive not found."));
    return sendStreamed(archiveJob(job, format));
  }, actorOfBrowser),
});
