import { allow, api } from "@/server/http/api";
import { textsScript } from "@/server/language/script";

// `/language/de.js?<hash>`: the translations of the texts in the scripts of pages. Browsers cache it permanently.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ name: string }>({
  GET: api((_request, { params }) => {
    const script = textsScript(params.name);
    const headers = {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    };
    return new Response(script, { headers });
  }),
});
