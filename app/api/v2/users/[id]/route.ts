import { changeUser, changeUserOperation, describeUser, getUser } from "@/server/api/users";
import { allowV2, handle } from "@/server/http/api-v2";
import { toId } from "@/server/http/path-id";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getUser, (actor, { params }) => describeUser(actor, toId(params.id))),
  PATCH: handle(changeUserOperation, (actor, { params, body }) => changeUser(actor, toId(params.id), body)),
});
