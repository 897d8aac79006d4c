import { listEnvironments } from "@/server/environments/environments";
import { allow, api } from "@/server/http/api";
import { toWooeyEnvironment } from "@/server/wooey/environments";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (_request, { actor }) => {
    const environments = await listEnvironments(actor);
    return Response.json({ valid: true, virtual_environments: environments.map(toWooeyEnvironment) });
  }),
});
