import {
  addMemberByName,
  addUserGroupMember,
  removeMemberByName,
  removeUserGroupMember,
} from "@/server/api/user-groups";
import { allowV2, handle } from "@/server/http/api-v2";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  PUT: handle(addUserGroupMember, (actor, { params }) => addMemberByName(actor, toId(params.id), params.username)),
  DELETE: handle(removeUserGroupMember, (actor, { params }) =>
    removeMemberByName(actor, toId(params.id), params.username),
  ),
});
