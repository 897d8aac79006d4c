import {
  createGroup,
  createScriptGroupOperation,
  listGroups,
  listScriptGroupsOperation,
} from "@/server/api/script-groups";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listScriptGroupsOperation, (actor) => listGroups(actor)),
  POST: handle(createScriptGroupOperation, (actor, { body }) => createGroup(actor, body)),
});
