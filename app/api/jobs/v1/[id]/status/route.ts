import { allow, api } from "@/server/http/api";
import { getWooeyState } from "@/server/wooey/details";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  GET: api(async (_request, { params, actor }) => Response.json(await getWooeyState(actor, params.id))),
});
