import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { listEarlierFiles } from "@/server/jobs/earlier-files";

// `{ files }` of one's own newest jobs whose name holds `?q`: what a form offers in the place of an upload.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (request, { actor }) => {
    const text = new URL(request.url).searchParams.get("q") ?? "";
    return Response.json({ files: await listEarlierFiles(actor, text) }, { headers: { "cache-control": "no-store" } });
  }, actorOfBrowser),
});
