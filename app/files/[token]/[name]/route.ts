import { AppError } from "@/server/errors";
import { readAssetToken } from "@/server/files/assets";
import { allow, api } from "@/server/http/api";
import { sendStored, sendStreamed } from "@/server/http/download";
import { getArchive } from "@/server/jobs/archive";
import { getFileById } from "@/server/jobs/download";
import { t } from "@/server/language/text";

// The token is the permission: it does not matter who asks.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ token: string; name: string }>({
  GET: api(async (request, { params }) => {
    const asset = readAssetToken(params.token);
    if (!asset) throw new AppError("not_found", t("This link is invalid or has expired."));
    if (asset.kind === "file") return sendStored(request, await getFileById(asset.id), "attachment");
    return sendStreamed(await getArchive(asset.id, asset.kind));
  }),
});
