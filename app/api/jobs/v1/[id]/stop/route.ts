import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { stopAsWooey } from "@/server/wooey/job-actions";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  POST: api(async (request, { params, actor }) =>
    Response.json(await stopAsWooey(actor, params.id, await readFields(request))),
  ),
});
