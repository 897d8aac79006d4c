import { allow, api } from "@/server/http";
import { listWooeyScripts } from "@/server/scripts/wooey";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (_request, { actor }) => Response.json({ valid: true, scripts: await listWooeyScripts(actor) })),
});
