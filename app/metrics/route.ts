import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { readMetrics } from "@/server/workers/metrics";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (_request, { actor }) => {
    const text = await readMetrics(actor);
    return new Response(text, { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
  }, actorOfBrowser),
});
