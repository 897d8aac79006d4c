import { addNewVersion, addVersionOperation } from "@/server/api/script-uploads";
import { allowV2, handle } from "@/server/http/api-v2";
import { createdResponse } from "@/server/http/created";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(addVersionOperation, async (actor, { params, body, files }) => {
    const added = await addNewVersion(actor, { ...body, slug: params.slug }, files);
    return createdResponse(`/api/v2/scripts/${added.slug}`, added);
  }),
});
