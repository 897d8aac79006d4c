import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { withBrowser } from "@/server/auth/from-request/browser";
import { requireSameOrigin } from "@/server/auth/from-request/same-origin";
import { env } from "@/server/env";
import type { Upload } from "@/server/files/upload";
import { allow, api } from "@/server/http/api";
import { toAppError } from "@/server/http/errors";
import { readUpload } from "@/server/http/upload";
import { permalinkOf } from "@/server/jobs/permalink";
import { checkSender, findPrefill, submitForm } from "@/server/jobs/submit-form";
import { toRefusal } from "../refusal";
import { seeOther, wantsJson } from "./answer";

// A script's form, posted by the page's script (answered in JSON) or by the browser (redirected to the job, or back).
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  POST: api(async (request, { params, actor }) => {
    requireSameOrigin(request);
    const { sender, cookie } = withBrowser(actor, request.headers);
    let upload: Upload | null = null;
    try {
      await checkSender(sender);
      upload = await readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_UPLOAD });
      const url = permalinkOf(await submitForm(sender, params.slug, upload));
      const response = wantsJson(request) ? Response.json({ url }) : seeOther(url);
      if (cookie) response.headers.append("set-cookie", cookie);
      return response;
    } catch (error) {
      const known = toAppError(error);
      if (!known || wantsJson(request)) throw error;
      const prefill = await findPrefill(sender, params.slug, upload);
      const refusal = toRefusal(params.slug, { prefill, errors: known.fields }, request.headers);
      const response = seeOther(refusal.location);
      response.headers.append("set-cookie", refusal.cookie);
      return response;
    }
  }, actorOfBrowser),
});
