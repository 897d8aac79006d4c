import { t } from "@/server/language/text";
import type { Errors } from "./form-errors";

export type SendAnswer = { url: string } | { errors: Errors };

/** Posts a form with its files and tells how far the upload is. XMLHttpRequest, since fetch cannot tell. */
export function sendForm(url: string, data: FormData, onProgress: (fraction: number) => void): Promise<SendAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const fail = (text: string) => resolve({ errors: { __all__: [text] } });
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onerror = () => fail(t("The server could not be reached. Check the connection and send again."));
    request.onload = () => {
      const answer = request.response as Partial<{ url: string; errors: Errors }> | null;
      if (answer?.url) resolve({ url: answer.url });
      else if (answer?.errors) resolve({ errors: answer.errors });
      else fail(t("The server could not take the job (status {status}). Send it again.", { status: request.status }));
    };
    request.send(data);
  });
}
