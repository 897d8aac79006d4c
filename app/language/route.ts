import { languageCookie } from "@/server/auth/language";
import { safeNextPath } from "@/server/auth/next-path";
import { requireOwnPage } from "@/server/auth/own-page";
import { allow, api, readFields } from "@/server/http";

// A browser's choice of a language. It comes back to a whole page: the scripts of the one it left have other texts.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: api(async (request) => {
    requireOwnPage(request);
    const { language, next } = await readFields(request);
    const headers = { location: safeNextPath(String(next ?? "")), "set-cookie": languageCookie(language) };
    return new Response(null, { status: 303, headers });
  }),
});
