import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { type Presentation, sendStored } from "@/server/http/download";
import { readQuery } from "@/server/http/query";
import { getJobFile } from "@/server/jobs/download";

// `?download` saves the file, `?preview` shows HTML and SVG too (sandboxed); the name at the end is only for people.
const fileQuery = z
  .object({ download: z.string().optional(), preview: z.string().optional() })
  .transform(({ download, preview }): Presentation => {
    if (download !== undefined) return "attachment";
    return preview === undefined ? "view" : "preview";
  });

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; file: string }>({
  GET: api(
    async (request, { params, actor }) =>
      sendStored(request, await getJobFile(actor, params), readQuery(fileQuery, request)),
    actorOfBrowser,
  ),
});
