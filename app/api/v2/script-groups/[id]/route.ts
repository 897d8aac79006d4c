import { changeGroup, changeScriptGroupOperation, deleteScriptGroupOperation } from "@/server/api/script-groups";
import { deleteScriptGroup } from "@/server/groups/script-groups";
import { allowV2, handle } from "@/server/http/api-v2";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  PATCH: handle(changeScriptGroupOperation, (actor, { params, body }) => changeGroup(actor, toId(params.id), body)),
  DELETE: handle(deleteScriptGroupOperation, (actor, { params }) => deleteScriptGroup(actor, toId(params.id))),
});
