import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";
import { SendError } from "../uploads/send-error";
import type { Transfer } from "../uploads/transfer";

export interface CurrentUser {
  id: number;
  name: string;
}

/**
 * The address of the job, or what is wrong with the form; or that its sender is not the person who opened it, with the
 * user who is signed in now (null for nobody).
 */
export type SubmitResponse = { url: string } | { errors: FieldErrors } | { sender: CurrentUser | null };

interface Progress {
  transfer: Transfer;
  /** The bytes that were sent before. */
  sentBytes: number;
}

/**
 * Posts a form, and reports the progress of its files, which fetch cannot do. @throws SendError, and the reason why the
 * transfer was stopped
 */
export function postForm(url: string, data: FormData, { transfer, sentBytes }: Progress): Promise<SubmitResponse> {
  return new Promise((resolve, reject) => {
    transfer.signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const fail = (message: string) => reject(new SendError(message));
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => transfer.report(sentBytes + event.loaded);
    request.onerror = () => fail(t("The server could not be reached. Check your connection and try again."));
    request.onload = () => {
      // The route responds with one of these types. For anything that is not JSON, the browser returns null.
      const answer = request.response as Partial<{ url: string; errors: FieldErrors; user: CurrentUser | null }> | null;
      if (answer?.url) resolve({ url: answer.url });
      else if (answer?.user !== undefined) resolve({ sender: answer.user });
      else if (answer?.errors) resolve({ errors: answer.errors });
      else fail(t("The server could not accept the job (status {status}). Try again.", { status: request.status }));
    };
    transfer.signal.addEventListener("abort", () => {
      request.abort();
      reject(transfer.signal.reason);
    });
    request.send(data);
  });
}
