import { deleteApiKey } from "@/server/api-keys/manage";
import { allow, api } from "@/server/http/api";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  DELETE: api(async (_request, { actor, params }) => {
    await deleteApiKey(actor, toId(params.id));
    return Response.json({ id: null }); // as in Wooey, which reads the id after it has deleted the key
  }),
});
