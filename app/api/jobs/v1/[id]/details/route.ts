import { publicOrigin } from "@/server/auth/address";
import { allow, api } from "@/server/http";
import { getWooeyDetails } from "@/server/jobs/details";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  GET: api(async (request, { params, actor }) =>
    Response.json(await getWooeyDetails(actor, params.id, publicOrigin(request.headers))),
  ),
});
