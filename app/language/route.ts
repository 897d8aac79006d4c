import { languageCookie } from "@/server/auth/from-request/cookies";
import { requireSameOrigin } from "@/server/auth/from-request/same-origin";
import { safeNextPath } from "@/server/auth/next-path";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";

// A browser's choice of a language. It comes back to a whole page: the scripts of the one it left have other texts.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: api(async (request) => {
    requireSameOrigin(request);
    const { language, next } = await readFields(request);
    const headers = { location: safeNextPath(String(next ?? "")), "set-cookie": languageCookie(language) };
    return new Response(null, { status: 303, headers });
  }),
});
