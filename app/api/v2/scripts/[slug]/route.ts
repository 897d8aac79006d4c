import { describeScript, describeScriptOperation } from "@/server/api/script-description";
import {
  changeScriptSettings,
  changeSettings,
  deleteScriptOperation,
  removeScript,
} from "@/server/api/script-settings";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(describeScriptOperation, (actor, { params, query }) => describeScript(actor, params.slug, query.version)),
  PATCH: handle(changeScriptSettings, (actor, { params, body }) => changeSettings(actor, params.slug, body)),
  DELETE: handle(deleteScriptOperation, (actor, { params, query }) => removeScript(actor, params.slug, query.name)),
});
