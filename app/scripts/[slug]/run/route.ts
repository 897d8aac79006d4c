import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { withBrowser } from "@/server/auth/from-request/browser";
import { requireSameOrigin } from "@/server/auth/from-request/same-origin";
import type { Upload } from "@/server/files/upload";
import { allow, api } from "@/server/http/api";
import { toAppError } from "@/server/http/errors";
import { permalinkOf } from "@/server/jobs/permalink";
import { checkSender, SenderError, submitForm } from "@/server/jobs/submit-form";
import { askForSender, readForm, seeOther, sendBack, wantsJson } from "./answer";

// A script's form, posted by the page's script (answered in JSON) or by the browser (redirected to the job, or back).
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  POST: api(async (request, { params: { slug }, actor }) => {
    requireSameOrigin(request);
    const { sender, cookie } = withBrowser(actor, request.headers);
    let upload: Upload | null = null;
    try {
      await checkSender(sender, new URL(request.url).searchParams.get("user"));
      upload = await readForm(request);
      const url = permalinkOf(await submitForm(sender, slug, upload));
      const response = wantsJson(request) ? Response.json({ url }) : seeOther(url);
      if (cookie) response.headers.append("set-cookie", cookie);
      return response;
    } catch (error) {
      const known = toAppError(error);
      if (known instanceof SenderError && wantsJson(request)) return askForSender(known);
      if (!known || wantsJson(request)) throw error;
      return sendBack(request, { slug, sender, upload, error: known });
    }
  }, actorOfBrowser),
});
