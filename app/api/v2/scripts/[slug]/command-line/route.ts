import { checkArguments, describeCommandLine, getCommandLine, listArgumentFiles } from "@/server/api/command-line";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getCommandLine, (actor, { params, query }) => describeCommandLine(actor, params.slug, query.version)),
  POST: handle(checkArguments, (actor, { params, body }) => listArgumentFiles(actor, params.slug, body)),
});
