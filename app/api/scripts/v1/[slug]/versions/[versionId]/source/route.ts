import { allow, api } from "@/server/http/api";
import { toId } from "@/server/http/path-id";
import { getVersionSource } from "@/server/scripts/source";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string; versionId: string }>({
  GET: api(async (_request, { actor, params: { slug, versionId } }) => {
    const { file, filename } = await getVersionSource(actor, slug, toId(versionId));
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`;
    // Web's own server sends the file, with its length and ranges.
    return new Response(null, {
      headers: { "x-send-file": file, "content-type": "text/plain; charset=utf-8", "content-disposition": disposition },
    });
  }),
});
