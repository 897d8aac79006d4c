import { actorOfBrowser } from "@/server/auth/from-request";
import { allow, api } from "@/server/http";
import { sendJobFile } from "@/server/jobs/download";

// `?download` saves the file, `?preview` shows HTML and SVG too (sandboxed); the name at the end is for people.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; file: string }>({
  GET: api((request, { params, actor }) => {
    const query = new URL(request.url).searchParams;
    const as = query.has("download") ? "attachment" : query.has("preview") ? "preview" : "view";
    return sendJobFile(request, actor, params, as);
  }, actorOfBrowser),
});
