import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { queryText, readQuery } from "@/server/http/query";
import { findNextJob } from "@/server/jobs/next-job";

const nextQuery = z.object({ after: queryText });

// Redirects to the actor's next older job after the job `?after` (a number or a UUID), or to the list if there is none.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (request, { actor }) => {
    const { after } = readQuery(nextQuery, request);
    const id = await findNextJob(actor, after);
    return new Response(null, { status: 303, headers: { Location: id === null ? "/jobs/" : `/jobs/${id}/` } });
  }, actorOfBrowser),
});
