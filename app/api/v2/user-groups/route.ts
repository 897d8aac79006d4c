import {
  createAndDescribe,
  createUserGroupOperation,
  listGroups,
  listUserGroupsOperation,
} from "@/server/api/user-groups";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listUserGroupsOperation, (actor) => listGroups(actor)),
  POST: handle(createUserGroupOperation, (actor, { body }) => createAndDescribe(actor, body)),
});
