import { readEntries } from "./form-entries";
import { type SubmitResponse, sendForm } from "./send-form";

/** Sends the entries of a form with its files. While files are being uploaded, the browser asks before it leaves. */
export async function submitForm(
  form: HTMLFormElement,
  url: string,
  onProgress: (fraction: number) => void,
): Promise<SubmitResponse> {
  const data = new FormData();
  const entries = readEntries(form);
  for (const [name, value] of entries) data.append(name, value);
  const stopAsking = entries.some(([, value]) => value instanceof File) ? askBeforeLeaving() : () => undefined;
  try {
    return await sendForm(url, data, onProgress);
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
