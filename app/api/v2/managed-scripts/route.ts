import { listManagedPage, listManagedScriptsOperation } from "@/server/api/script-settings";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listManagedScriptsOperation, (actor, { query }) => listManagedPage(actor, query)),
});
