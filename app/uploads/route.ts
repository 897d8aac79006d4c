import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { withBrowser } from "@/server/auth/from-request/browser";
import { requireSameOrigin } from "@/server/auth/from-request/same-origin";
import { env } from "@/server/env";
import { allow, api } from "@/server/http/api";
import { progressHeaders, readAnnouncement, tus, tusOptions } from "@/server/http/tus";
import { createUpload } from "@/server/uploads/create";
import { asSender } from "./sender";

// Opens an upload for a form (tus 1.0.0): answers 201 with its address in `Location`.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: tus(
    api(async (request, { actor }) => {
      requireSameOrigin(request);
      const { sender, cookie } = withBrowser(actor, request.headers);
      return asSender(request, sender, async () => {
        const upload = await createUpload(sender, readAnnouncement(request));
        const headers = new Headers({ ...progressHeaders(upload), location: `/uploads/${upload.id}` });
        if (cookie) headers.append("set-cookie", cookie);
        return new Response(null, { status: 201, headers });
      });
    }, actorOfBrowser),
  ),
  OPTIONS: tus<unknown>(() => tusOptions(env().WOOEY_LIMIT_UPLOAD)),
});
