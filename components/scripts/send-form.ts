import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";

export interface CurrentUser {
  id: number;
  name: string;
}

/**
 * The address of the job, or what is wrong with the form; or that its sender is not the person who opened it, with the
 * user who is signed in now (null for nobody).
 */
export type SubmitResponse = { url: string } | { errors: FieldErrors } | { sender: CurrentUser | null };

/** Posts a form with its files and reports the progress of the upload, which fetch cannot do. */
export function sendForm(url: string, data: FormData, onProgress: (fraction: number) => void): Promise<SubmitResponse> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const fail = (message: string) => resolve({ errors: { __all__: [message] } });
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onerror = () => fail(t("The server could not be reached. Check your connection and try again."));
    request.onload = () => {
      // The route responds with one of these types. For anything that is not JSON, the browser returns null.
      const answer = request.response as Partial<{ url: string; errors: FieldErrors; user: CurrentUser | null }> | null;
      if (answer?.url) resolve({ url: answer.url });
      else if (answer?.user !== undefined) resolve({ sender: answer.user });
      else if (answer?.errors) resolve({ errors: answer.errors });
      else fail(t("The server could not accept the job (status {status}). Try again.", { status: request.status }));
    };
    request.send(data);
  });
}
