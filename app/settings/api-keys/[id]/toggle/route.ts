import { setApiKeyActive } from "@/server/api-keys/manage";
import { allow, api } from "@/server/http/api";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  POST: api(async (_request, { actor, params }) => {
    const key = await setApiKeyActive(actor, toId(params.id));
    return Response.json({ id: key.id, active: key.isActive });
  }),
});
