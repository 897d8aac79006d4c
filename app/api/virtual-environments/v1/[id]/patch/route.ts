import { requireStaff } from "@/server/auth/policy";
import { patchEnvironment } from "@/server/environments/environments";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { toId } from "@/server/http/path-id";
import { readEnvironmentPatch } from "@/server/wooey/environment-fields";
import { toWooeyEnvironment } from "@/server/wooey/environments";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  PATCH: api(async (request, { actor, params }) => {
    requireStaff(actor);
    const id = toId(params.id);
    const changed = await patchEnvironment(actor, id, await readEnvironmentPatch(id, await readFields(request)));
    return Response.json({ valid: true, virtual_environment: toWooeyEnvironment(changed) });
  }),
});
