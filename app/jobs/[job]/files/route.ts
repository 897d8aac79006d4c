import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { listAllFiles } from "@/server/jobs/queries";

// `{ files }`: all files of the job in a short form.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(
    async (_request, { params, actor }) => Response.json({ files: await listAllFiles(actor, params.job) }),
    actorOfBrowser,
  ),
});
