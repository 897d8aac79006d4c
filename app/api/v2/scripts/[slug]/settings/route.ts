import { describeSettings, getScriptSettingsOperation } from "@/server/api/script-settings";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getScriptSettingsOperation, (actor, { params }) => describeSettings(actor, params.slug)),
});
