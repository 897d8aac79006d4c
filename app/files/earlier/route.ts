import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { readQuery } from "@/server/http/query";
import { listEarlierFiles } from "@/server/jobs/earlier-files";

const filesQuery = z.object({ q: z.string().default("") });

// `{ files }` of the actor's newest jobs whose name contains `?q`: a form offers them as an alternative to an upload.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (request, { actor }) => {
    const { q } = readQuery(filesQuery, request);
    return Response.json({ files: await listEarlierFiles(actor, q) });
  }, actorOfBrowser),
});
