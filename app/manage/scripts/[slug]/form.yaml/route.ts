import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { getFormYaml } from "@/server/scripts/corrections";

// The form of a script's default version as a form file, which `wooey script add` reads when it is next to a script.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  GET: api(async (_request, { params, actor }) => {
    const { filename, text } = await getFormYaml(actor, params.slug);
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`;
    return new Response(text, {
      headers: { "content-type": "application/yaml; charset=utf-8", "content-disposition": disposition },
    });
  }, actorOfBrowser),
});
