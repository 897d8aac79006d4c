import { addNewVersion, addVersionOperation } from "@/server/api/script-uploads";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(addVersionOperation, (actor, { params, body, files }) =>
    addNewVersion(actor, { ...body, slug: params.slug }, files),
  ),
});
