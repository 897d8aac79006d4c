import { languageCookie } from "@/server/auth/from-request/cookies";
import { requireSameOrigin } from "@/server/auth/from-request/same-origin";
import { safeNextPath } from "@/server/auth/next-path";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";

// Sets the language of a browser. The page is loaded in full afterwards, because its scripts have texts too.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: api(async (request) => {
    requireSameOrigin(request);
    const { language, next } = await readFields(request);
    const cookie = languageCookie(language, request.headers);
    const headers = { location: safeNextPath(String(next ?? "")), "set-cookie": cookie };
    return new Response(null, { status: 303, headers });
  }),
});
