import { changeVersion, changeVersionOperation, deleteVersionOperation, removeVersion } from "@/server/api/versions";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  PATCH: handle(changeVersionOperation, (actor, { params, body }) => changeVersion(actor, params, body)),
  DELETE: handle(deleteVersionOperation, (actor, { params }) => removeVersion(actor, params)),
});
