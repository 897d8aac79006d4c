import { clientAddress } from "@/server/auth/address";
import { actorOfBrowser } from "@/server/auth/from-request";
import { allow, api } from "@/server/http";
import { readMetrics } from "@/server/workers/metrics";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (request, { actor }) => {
    const text = await readMetrics(actor, clientAddress(request.headers));
    return new Response(text, { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
  }, actorOfBrowser),
});
