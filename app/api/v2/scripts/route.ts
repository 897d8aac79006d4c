import { addNewScript, addScriptOperation } from "@/server/api/script-uploads";
import { findScriptsOperation, searchScripts } from "@/server/api/scripts";
import { allowV2, handle } from "@/server/http/api-v2";
import { createdResponse } from "@/server/http/created";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(findScriptsOperation, (actor, { query }) => searchScripts(actor, query)),
  POST: handle(addScriptOperation, async (actor, { body, files }) => {
    const added = await addNewScript(actor, body, files);
    return createdResponse(`/api/v2/scripts/${added.slug}`, added);
  }),
});
