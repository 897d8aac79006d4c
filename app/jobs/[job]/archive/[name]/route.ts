import { actorOfBrowser } from "@/server/auth/from-request";
import { AppError } from "@/server/errors";
import { allow, api } from "@/server/http";
import { sendArchive } from "@/server/jobs/archive";
import { getJobHandle } from "@/server/jobs/queries";
import { t } from "@/server/language/text";

// Any name that ends in .zip or .tar.gz: the answer says what the archive is called.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; name: string }>({
  GET: api(async (_request, { params, actor }) => {
    const job = await getJobHandle(actor, params.job);
    const format = /\.zip$/.test(params.name) ? "zip" : /\.tar\.gz$/.test(params.name) ? "tar.gz" : null;
    if (!format) throw new AppError("not_found", t("There is no such archive."));
    return sendArchive(job, format);
  }, actorOfBrowser),
});
