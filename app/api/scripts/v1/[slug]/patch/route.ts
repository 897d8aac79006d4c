import { requireStaff } from "@/server/auth/policy";
import { allow, api, readFields } from "@/server/http";
import { patchScript } from "@/server/scripts/patch";
import { getWooeyScript } from "@/server/scripts/wooey";
import { readScriptPatch } from "@/server/scripts/wooey-fields";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  PATCH: api(async (request, { actor, params: { slug } }) => {
    requireStaff(actor);
    await patchScript(actor, slug, await readScriptPatch(await readFields(request)));
    return Response.json({ valid: true, script: await getWooeyScript(actor, slug) });
  }),
});
