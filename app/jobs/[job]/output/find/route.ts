import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { guardHeaders } from "@/server/http/download";
import { readQuery } from "@/server/http/query";
import { getJobHandle } from "@/server/jobs/queries";
import { findInOutput } from "@/server/output/find";

const findQuery = z.object({ text: z.string().default("") });

// The numbers of the lines that contain `?text`.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const job = await getJobHandle(actor, params.job);
    const found = await findInOutput(job, readQuery(findQuery, request).text);
    return Response.json(found, { headers: guardHeaders() });
  }, actorOfBrowser),
});
