import { addNewScript, addScriptOperation } from "@/server/api/script-uploads";
import { findScriptsOperation, listScriptSummaries } from "@/server/api/scripts";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(findScriptsOperation, (actor, { query }) => listScriptSummaries(actor, query)),
  POST: handle(addScriptOperation, (actor, { body, files }) => addNewScript(actor, body, files)),
});
