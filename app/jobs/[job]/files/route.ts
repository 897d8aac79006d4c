import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { readQuery } from "@/server/http/query";
import { readJobId } from "@/server/jobs/permalink";
import { listJobFiles } from "@/server/jobs/queries";

const filesQuery = z.object({ after: z.string().default("") });

// `{ files }` of the job after the file `?after`, 500 at a time.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const after = readJobId(readQuery(filesQuery, request).after) ?? 0;
    return Response.json({ files: await listJobFiles(actor, params.job, { after }) });
  }, actorOfBrowser),
});
