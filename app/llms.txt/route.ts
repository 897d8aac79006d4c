import { publicOrigin } from "@/server/auth/from-request/address";
import { env } from "@/server/env";
import { allow, api } from "@/server/http/api";
import { llmsText } from "@/server/openapi/llms-text";

// What a program or an agent reads first.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request) => {
    const { WOOEY_SITE_NAME: siteName, WOOEY_ENABLE_API_KEYS: acceptsKeys } = env();
    const text = llmsText({ origin: publicOrigin(request.headers), siteName, acceptsKeys });
    return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
  }),
});
