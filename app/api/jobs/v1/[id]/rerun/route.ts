import { allow, api } from "@/server/http/api";
import { rerunAsWooey } from "@/server/wooey/job-actions";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  POST: api(async (_request, { params, actor }) => Response.json(await rerunAsWooey(actor, params.id))),
});
