import { useSyncExternalStore } from "react";

/** The reader's time zone, such as Europe/Berlin; "UTC" on the server and until the page is active. */
export function useTimeZone(): string {
  return useSyncExternalStore(noChanges, findTimeZone, () => "UTC");
}

const noChanges = () => () => undefined;

let known: string | undefined;

function findTimeZone(): string {
  known ??= Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return known;
}
