import { type FormIdentity, keepSentDraft } from "./draft-storage";
import { readEntries } from "./form-entries";
import { type SubmitResponse, sendForm } from "./send-form";

interface Options {
  url: string;
  identity: FormIdentity;
  onProgress: (fraction: number) => void;
}

/** Sends the entries of a form with its files. While files are being uploaded, the browser asks before it leaves. */
export async function submitForm(
  form: HTMLFormElement,
  { url, identity, onProgress }: Options,
): Promise<SubmitResponse> {
  const data = new FormData();
  const entries = readEntries(form);
  for (const [name, value] of entries) data.append(name, value);
  const stopAsking = entries.some(([, value]) => value instanceof File) ? askBeforeLeaving() : () => undefined;
  try {
    const response = await sendForm(url, data, onProgress);
    if ("url" in response) keepSentDraft(form, identity, response.url);
    return response;
  } finally {
    stopAsking();
  }
}

/** Makes the browser ask before it leaves the page, until the returned function is called. */
function askBeforeLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
