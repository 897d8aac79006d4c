import { Upload } from "tus-js-client";
import { isWorthRetrying, keepAfterFault, SENDER_HEADER, toSendError } from "./upload-failure";

interface Sending {
  /** The id of the user as whom the file is sent; "" for a visitor. */
  sender: string;
  signal: AbortSignal;
  onProgress: (sentBytes: number) => void;
  /** The connection was lost, and the upload will try again. */
  onLost: () => void;
}

/** Pauses between attempts to continue. They start again as soon as anything has been sent. */
const retryMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000, 30_000];

/**
 * Uploads a file, after an interruption from where it stopped, also if that was before a reload: this browser remembers
 * uploads by the name, the size and the time of the last change of their files. Returns the id of the upload.
 * @throws SendError, and the reason of the signal
 */
export function uploadFile(file: File, { sender, signal, onProgress, onLost }: Sending): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const upload = new Upload(file, {
      ...target(),
      metadata: { filename: file.name },
      headers: { [SENDER_HEADER]: sender },
      // Browsers that lost the same server come back at different times.
      retryDelays: retryMs.map((ms) => ms * (0.75 + Math.random() / 2)),
      onShouldRetry: (error) => {
        const isTemporary = isWorthRetrying(error);
        if (isTemporary) onLost();
        return isTemporary;
      },
      onAfterResponse: keepAfterFault,
      onProgress,
      onError: (error) => void toSendError(error, sender).then(reject),
      onSuccess: () => resolve(idOf(upload)),
    });
    signal.addEventListener("abort", () => {
      void upload.abort();
      reject(signal.reason);
    });
    void resume(upload).then(() => !signal.aborted && upload.start());
  });
}

/** Removes uploads from the server, with everything that has been sent. */
export async function discardUploads(files: File[]): Promise<void> {
  for (const file of files) {
    for (const { uploadUrl } of await findEarlier(file))
      if (uploadUrl) await fetch(uploadUrl, { method: "DELETE" }).catch(() => undefined);
  }
  await forgetUploads(files);
}

/** Makes this browser forget the uploads of these files: a job has used them. */
export async function forgetUploads(files: File[]): Promise<void> {
  for (const file of files)
    for (const { urlStorageKey } of await findEarlier(file)) localStorage.removeItem(urlStorageKey);
}

function target() {
  return { endpoint: new URL("/uploads", location.href).href };
}

function findEarlier(file: File) {
  return new Upload(file, target()).findPreviousUploads();
}

async function resume(upload: Upload): Promise<void> {
  const earlier = await upload.findPreviousUploads();
  const latest = earlier.toSorted((a, b) => Date.parse(a.creationTime) - Date.parse(b.creationTime)).at(-1);
  if (latest) upload.resumeFromPreviousUpload(latest);
}

function idOf(upload: Upload): string {
  return new URL(upload.url ?? "", location.href).pathname.split("/").at(-1) ?? "";
}
