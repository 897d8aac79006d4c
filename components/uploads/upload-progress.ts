import { useSyncExternalStore } from "react";

/** The upload that is under way in this tab. */
export interface UploadProgress {
  sentBytes: number;
  totalBytes: number;
  /** Null while too little has been sent to tell. */
  bytesPerSecond: number | null;
  /** Whether the connection was lost, and the upload waits to continue. */
  isReconnecting: boolean;
  /** Stops the upload and discards what was sent. */
  cancel(): void;
  /** Stops the upload, unless everything has been sent. What was sent is kept. */
  leave(): void;
}

let current: UploadProgress | null = null;
const listeners = new Set<() => void>();

/** Publishes the state of the upload; null when it is over. */
export function setUploadProgress(progress: UploadProgress | null): void {
  current = progress;
  for (const listener of listeners) listener();
}

/** Whether closing this tab now would interrupt an upload. */
export function isUploading(): boolean {
  return current !== null;
}

/** To be called when the page with the form is left: the upload belongs to it. */
export function leaveUpload(): void {
  current?.leave();
}

export function useUploadProgress(): UploadProgress | null {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
}

/** Changes only when an upload starts and when it is over. */
export function useIsUploading(): boolean {
  return useSyncExternalStore(subscribe, isUploading, () => false);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
