import { allow, api } from "@/server/http/api";
import { getWooeyScript } from "@/server/wooey/scripts";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  GET: api(async (_request, { actor, params }) =>
    Response.json({ valid: true, script: await getWooeyScript(actor, params.slug) }),
  ),
});
