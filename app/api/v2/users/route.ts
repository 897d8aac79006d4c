import { listUserPage, listUsersOperation } from "@/server/api/users";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listUsersOperation, (actor, { query }) => listUserPage(actor, query)),
});
