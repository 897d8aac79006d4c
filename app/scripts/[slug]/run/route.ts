import { isSecure } from "@/server/auth/address";
import { browserHashOf, newBrowserSecret } from "@/server/auth/browser";
import { actorOfBrowser } from "@/server/auth/from-request";
import { requireOwnPage } from "@/server/auth/own-page";
import { env } from "@/server/env";
import { readUpload, type Upload } from "@/server/files/upload";
import { allow, api, toAppError } from "@/server/http";
import { permalinkOf } from "@/server/jobs/permalink";
import { checkSender, submitForm, toFormLink } from "@/server/jobs/submit-form";
import { browserCookie, formAgain, seeOther, wantsJson } from "./answer";

// A generated form, posted by its page's script (JSON answers) or by the browser itself (303 to the job, or back).
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  POST: api(async (request, { params, actor }) => {
    requireOwnPage(request);
    const isNew = actor.kind === "anonymous" && !actor.browserHash;
    const secret = isNew ? newBrowserSecret() : null;
    const sender = secret ? { kind: "anonymous" as const, browserHash: browserHashOf(secret) } : actor;
    let upload: Upload | null = null;
    try {
      await checkSender(sender, request.headers);
      upload = await readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_UPLOAD });
      const url = permalinkOf(await submitForm(sender, params.slug, upload));
      const response = wantsJson(request) ? Response.json({ url }) : seeOther(url);
      if (secret) response.headers.append("set-cookie", browserCookie(secret, isSecure(request.headers)));
      return response;
    } catch (error) {
      const known = toAppError(error);
      if (!known || wantsJson(request)) throw error;
      const filled = await toFormLink(sender, params.slug, upload);
      return seeOther(formAgain(params.slug, filled, known.fields));
    }
  }, actorOfBrowser),
});
