import { requireStaff } from "@/server/auth/policy";
import { patchEnvironment } from "@/server/environments/environments";
import { allow, api, readFields, toId } from "@/server/http";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  PATCH: api(async (request, { actor, params }) => {
    requireStaff(actor);
    const changed = await patchEnvironment(actor, toId(params.id), await readFields(request));
    return Response.json({ valid: true, virtual_environment: changed });
  }),
});
