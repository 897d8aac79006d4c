import { AppError } from "@/server/errors";
import { readAssetToken } from "@/server/files/assets";
import { allow, api } from "@/server/http/api";
import { sendStored, sendStreamed } from "@/server/http/download";
import { getGrantedArchive } from "@/server/jobs/archive";
import { getGrantedFile } from "@/server/jobs/download";
import { t } from "@/server/language/text";

// The token is the permission, as long as what it was granted for holds: it does not matter who asks.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ token: string; name: string }>({
  GET: api(async (request, { params }) => {
    const grant = readAssetToken(params.token);
    if (!grant) throw new AppError("not_found", t("This link is invalid or has expired."));
    const { kind } = grant.asset;
    if (kind === "file") return sendStored(request, await getGrantedFile(grant), "attachment");
    return sendStreamed(await getGrantedArchive(grant, kind));
  }),
});
