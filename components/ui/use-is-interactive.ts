import { useSyncExternalStore } from "react";

const noChanges = () => () => undefined;

/** Whether the page's scripts have taken over this part of it: before that, a button that needs them does nothing. */
export function useIsInteractive(): boolean {
  return useSyncExternalStore(
    noChanges,
    () => true,
    () => false,
  );
}
