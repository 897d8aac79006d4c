import {
  deleteUserGroupOperation,
  describeUserGroup,
  getUserGroup,
  renameAndDescribe,
  renameUserGroupOperation,
} from "@/server/api/user-groups";
import { deleteUserGroup } from "@/server/groups/user-groups";
import { allowV2, handle } from "@/server/http/api-v2";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getUserGroup, (actor, { params, query }) => describeUserGroup(actor, toId(params.id), query.q)),
  PATCH: handle(renameUserGroupOperation, (actor, { params, body }) => renameAndDescribe(actor, toId(params.id), body)),
  DELETE: handle(deleteUserGroupOperation, (actor, { params }) => deleteUserGroup(actor, toId(params.id))),
});
