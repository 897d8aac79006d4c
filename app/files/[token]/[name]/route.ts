import { AppError } from "@/server/errors";
import { readAssetToken } from "@/server/files/assets";
import { allow, api } from "@/server/http";
import { sendArchiveOf } from "@/server/jobs/archive";
import { sendFileOf } from "@/server/jobs/download";
import { t } from "@/server/language/text";

// The token is the permission: who asks does not matter.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ token: string; name: string }>({
  GET: api(async (request, { params }) => {
    const asset = readAssetToken(params.token);
    if (!asset) throw new AppError("not_found", t("The link is not valid, or not any more."));
    return asset.kind === "file" ? sendFileOf(request, asset.id) : sendArchiveOf(asset.id, asset.kind);
  }),
});
