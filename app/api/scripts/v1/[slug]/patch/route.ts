import { requireStaff } from "@/server/auth/policy";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { patchScript } from "@/server/scripts/patch";
import { readScriptPatch } from "@/server/wooey/script-fields";
import { getWooeyScript } from "@/server/wooey/scripts";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  PATCH: api(async (request, { actor, params: { slug } }) => {
    requireStaff(actor);
    await patchScript(actor, slug, await readScriptPatch(await readFields(request)));
    return Response.json({ valid: true, script: await getWooeyScript(actor, slug) });
  }),
});
