import { allow, api } from "@/server/http/api";
import { jsonList } from "@/server/http/stream";
import { listWooeyScripts } from "@/server/wooey/scripts";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (_request, { actor }) => jsonList("scripts", await listWooeyScripts(actor))),
});
