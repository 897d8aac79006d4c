const keyOf = (path: string) => `wooey:notify:${path}`;

/** Whether the reader has asked this tab for a notification when the job ends. */
export function isNotifying(path: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(path)) !== null;
  } catch {
    return false;
  }
}

/** Remembers the choice until the tab is closed. */
export function setNotifying(path: string, { isOn }: { isOn: boolean }): void {
  try {
    if (isOn) sessionStorage.setItem(keyOf(path), "");
    else sessionStorage.removeItem(keyOf(path));
  } catch {
    // Without storage, the choice ends with the page.
  }
}
