import { publicOrigin } from "@/server/auth/from-request/address";
import { env } from "@/server/env";
import { allow, api } from "@/server/http/api";
import { llmsText } from "@/server/openapi/llms-text";

// What a program or an agent reads first.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request) => {
    const text = llmsText({ origin: publicOrigin(request.headers), siteName: env().WOOEY_SITE_NAME });
    return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
  }),
});
