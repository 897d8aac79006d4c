import { publicOrigin } from "@/server/auth/from-request/address";
import { allow, api } from "@/server/http/api";
import { jsonStream } from "@/server/http/stream";
import { getWooeyDetails } from "@/server/wooey/details";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  GET: api(async (request, { params, actor }) => {
    const answer = await getWooeyDetails(actor, params.id, publicOrigin(request.headers));
    return "details" in answer ? Response.json(answer.details) : jsonStream(answer.writeJson);
  }),
});
