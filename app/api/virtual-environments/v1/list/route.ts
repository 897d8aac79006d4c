import { listEnvironments } from "@/server/environments/environments";
import { allow, api } from "@/server/http/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (_request, { actor }) =>
    Response.json({ valid: true, virtual_environments: await listEnvironments(actor) }),
  ),
});
