import { requireStaff } from "@/server/auth/policy";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { toId } from "@/server/http/path-id";
import { patchVersion } from "@/server/scripts/patch-version";
import { readVersionPatch } from "@/server/wooey/script-fields";
import { getWooeyVersion } from "@/server/wooey/scripts";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string; versionId: string }>({
  PATCH: api(async (request, { actor, params: { slug, versionId } }) => {
    requireStaff(actor);
    await patchVersion(actor, { slug, versionId: toId(versionId) }, readVersionPatch(await readFields(request)));
    return Response.json({ valid: true, ...(await getWooeyVersion(actor, slug, toId(versionId))) });
  }),
});
