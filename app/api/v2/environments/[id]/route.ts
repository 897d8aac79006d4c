import { changeAndDescribe, changeEnvironmentOperation, deleteEnvironmentOperation } from "@/server/api/environments";
import { deleteEnvironment } from "@/server/environments/manage";
import { allowV2, handle } from "@/server/http/api-v2";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  PATCH: handle(changeEnvironmentOperation, (actor, { params, body }) =>
    changeAndDescribe(actor, toId(params.id), body),
  ),
  DELETE: handle(deleteEnvironmentOperation, (actor, { params }) => deleteEnvironment(actor, toId(params.id))),
});
