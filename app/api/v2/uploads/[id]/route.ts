import { appendToUploadOperation, cancelUploadOperation, getUpload, toUploadAnswer } from "@/server/api/uploads";
import { allowV2, handle } from "@/server/http/api-v2";
import { progressHeaders, readPart, tusRoute } from "@/server/http/tus";
import { appendToUpload } from "@/server/uploads/append";
import { cancelUpload } from "@/server/uploads/cancel";
import { getUploadToContinue } from "@/server/uploads/queries";

// Next answers HEAD, by which tus asks for the offset, with what GET answers.
const methods = allowV2({
  GET: handle(getUpload, async (actor, { params }) => {
    const upload = await getUploadToContinue(actor, params.id);
    return Response.json(toUploadAnswer(upload), { headers: progressHeaders(upload) });
  }),
  PATCH: handle(appendToUploadOperation, async (actor, { params, request }) => {
    const upload = await appendToUpload(actor, params.id, readPart(request));
    return new Response(null, { status: 204, headers: progressHeaders(upload) });
  }),
  DELETE: handle(cancelUploadOperation, async (actor, { params }) => {
    await cancelUpload(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = tusRoute(methods);
