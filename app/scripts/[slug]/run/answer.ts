import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import type { AppError } from "@/server/errors";
import { discardUpload, type Upload } from "@/server/files/upload";
import { readUpload } from "@/server/http/upload";
import { findPrefill, SenderError } from "@/server/jobs/submit-form";
import { toRefusal } from "../refusal";

/** Whether the sender wants JSON: the page's own script does, a plain form does not. */
export function wantsJson(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("application/json");
}

/** The form's fields and files, up to the size that one request may have. */
export function readForm(request: Request): Promise<Upload> {
  return readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_UPLOAD });
}

/** 303 to a page, as after any form. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}

/**
 * Asks the page's script to let the person sign in (401), or to confirm who runs the script (409, with the user who is
 * signed in now).
 */
export function askForSender({ fields, user }: SenderError): Response {
  return Response.json({ valid: false, errors: fields, user }, { status: user ? 409 : 401 });
}

interface RefusedForm {
  slug: string;
  sender: Actor;
  /** Null if the form was refused before it was read. */
  upload: Upload | null;
  error: AppError;
}

/** Sends a browser without JavaScript back to the form, with what was typed and the reason. */
export async function sendBack(request: Request, { slug, sender, upload, error }: RefusedForm): Promise<Response> {
  const read = upload ?? (error instanceof SenderError ? await readAndDiscard(request) : null);
  const prefill = await findPrefill(sender, slug, read);
  const { location, cookie } = toRefusal(slug, { prefill, errors: error.fields }, request.headers);
  const response = seeOther(location);
  response.headers.append("set-cookie", cookie);
  return response;
}

/** The files of a form that comes back have to be chosen again, so only little of them is received. */
const DISCARDED_BYTES_MAX = 10_000_000;

async function readAndDiscard(request: Request): Promise<Upload | null> {
  try {
    const upload = await readUpload(request, { fileBytesMax: DISCARDED_BYTES_MAX });
    await discardUpload(upload);
    return upload;
  } catch {
    return null; // The form is refused anyway, and it is too large or not readable.
  }
}
