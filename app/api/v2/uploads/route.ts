import { createUploadOperation, toUploadAnswer } from "@/server/api/uploads";
import { env } from "@/server/env";
import { allowV2, handle } from "@/server/http/api-v2";
import { receiveFile } from "@/server/http/receive-file";
import { progressHeaders, tusOptions, tusRoute } from "@/server/http/tus";

const methods = allowV2({
  POST: handle(createUploadOperation, async (actor, { query, request }) => {
    const upload = await receiveFile(actor, request, query.filename);
    const headers = { ...progressHeaders(upload), location: `/api/v2/uploads/${upload.id}` };
    return Response.json(toUploadAnswer(upload), { status: 201, headers });
  }),
  OPTIONS: () => tusOptions(env().WOOEY_LIMIT_UPLOAD),
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = tusRoute(methods);
