import { allow, api } from "@/server/http/api";
import { toId } from "@/server/http/path-id";
import { sendSource } from "@/server/http/source";
import { getVersionSource } from "@/server/scripts/source";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string; versionId: string }>({
  GET: api(async (_request, { actor, params: { slug, versionId } }) =>
    sendSource(await getVersionSource(actor, slug, toId(versionId))),
  ),
});
