import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { requireSameOrigin } from "@/server/auth/from-request/same-origin";
import { allow, api } from "@/server/http/api";
import { progressHeaders, readPart, tus } from "@/server/http/tus";
import { appendToUpload } from "@/server/uploads/append";
import { cancelUpload } from "@/server/uploads/cancel";
import { getUploadToContinue } from "@/server/uploads/queries";
import { asSender } from "../sender";

// An upload for a form (tus 1.0.0): how far it has got, further bytes, or its end.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  HEAD: tus(
    api(
      (request, { params, actor }) =>
        asSender(request, actor, async () => {
          const upload = await getUploadToContinue(actor, params.id);
          return new Response(null, { headers: progressHeaders(upload) });
        }),
      actorOfBrowser,
    ),
  ),
  PATCH: tus(
    api(async (request, { params, actor }) => {
      requireSameOrigin(request);
      return asSender(request, actor, async () => {
        const upload = await appendToUpload(actor, params.id, readPart(request));
        return new Response(null, { status: 204, headers: progressHeaders(upload) });
      });
    }, actorOfBrowser),
  ),
  DELETE: tus(
    api(async (request, { params, actor }) => {
      requireSameOrigin(request);
      await cancelUpload(actor, params.id);
      return new Response(null, { status: 204 });
    }, actorOfBrowser),
  ),
});
