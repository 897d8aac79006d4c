import { buildEnvironmentOperation, describeEnvironment } from "@/server/api/environments";
import { buildEnvironment } from "@/server/environments/manage";
import { allowV2, handle } from "@/server/http/api-v2";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(buildEnvironmentOperation, async (actor, { params }) => {
    await buildEnvironment(actor, { environmentId: toId(params.id) });
    return describeEnvironment(actor, toId(params.id));
  }),
});
