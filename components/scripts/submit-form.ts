import { t } from "@/server/language/text";
import { toast } from "../ui/toaster";
import { findLargeFields } from "../uploads/large-fields";
import { SendError } from "../uploads/send-error";
import { type StopReason, startTransfer, type Transfer } from "../uploads/transfer";
import { type FormIdentity, keepSentDraft } from "./draft-storage";
import { readEntries } from "./form-entries";
import { postForm, type SubmitResponse } from "./send-form";

interface Options {
  /** The path to which the form is sent. */
  action: string;
  /** The id of the user as whom the form is sent; "" for a visitor. */
  sender: string;
  identity: FormIdentity;
}

type Entries = [string, string | File][];

/**
 * Sends a form: first its large files, one by one, so that they can continue after an interruption; then everything else in
 * one request, with the ids of these uploads. Returns null if the person has cancelled the upload or left the page.
 */
export async function submitForm(form: HTMLFormElement, options: Options): Promise<SubmitResponse | null> {
  const entries = readEntries(form);
  const large = findLargeFields(entries);
  const files = entries.flatMap(([name, value]) => (typeof value !== "string" && large.has(name) ? [value] : []));
  const transfer = startTransfer(sizeOf(entries));
  try {
    const response = await send(entries, { ...options, large, transfer });
    if ("url" in response) {
      keepSentDraft(form, options.identity, response.url);
      if (files.length > 0) await (await import("../uploads/resumable")).forgetUploads(files);
    }
    return response;
  } catch (error) {
    if (transfer.signal.aborted) return await settleStopped(transfer, files);
    if (error instanceof SendError) return error.sender === undefined ? toErrors(error) : { sender: error.sender };
    throw error;
  } finally {
    transfer.end();
  }
}

/** Tells a person who has left the form what became of it. */
export function reportElsewhere(response: SubmitResponse): void {
  if ("url" in response) toast({ text: t("The job was started.") });
  else {
    const [message = t("The job was not started.")] = "errors" in response ? Object.values(response.errors).flat() : [];
    toast({ text: message, isError: true });
  }
}

interface Sending extends Options {
  /** The fields whose files are uploaded one by one. */
  large: Set<string>;
  transfer: Transfer;
}

async function send(entries: Entries, { action, sender, large, transfer }: Sending): Promise<SubmitResponse> {
  const resumable = large.size > 0 ? await import("../uploads/resumable") : null;
  const data = new FormData();
  let sentBytes = 0;
  for (const [name, value] of entries) {
    if (typeof value === "string" || !resumable || !large.has(name)) data.append(name, value);
    else {
      const onProgress = (bytes: number) => transfer.report(sentBytes + bytes);
      const { signal, reportLost: onLost } = transfer;
      data.append(`${name}.$upload`, await resumable.uploadFile(value, { sender, signal, onProgress, onLost }));
      sentBytes += value.size;
    }
  }
  return postForm(`${action}?user=${sender}`, data, { transfer, sentBytes });
}

/** `files`: those that were uploaded one by one. */
async function settleStopped({ signal }: Transfer, files: File[]): Promise<null> {
  const reason = signal.reason as StopReason; // `startTransfer` aborts with nothing else
  if (reason === "leave") toast({ text: files.length > 0 ? leftLargeFile() : leftPage(), isError: true });
  else if (files.length > 0) await (await import("../uploads/resumable")).discardUploads(files);
  return null;
}

function leftPage(): string {
  return t("The upload stopped because you left the page.");
}

function leftLargeFile(): string {
  return t("The upload stopped because you left the page. Choose the same file again within 24 hours to continue it.");
}

function sizeOf(entries: Entries): number {
  return entries.reduce((sum, [, value]) => sum + (typeof value === "string" ? 0 : value.size), 0);
}

function toErrors({ message }: SendError): SubmitResponse {
  return { errors: { __all__: [message] } };
}
