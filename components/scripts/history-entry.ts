/** The id that marks this entry of the browser's history as one with a form; null if it has none. */
export function findHistoryId(): string | null {
  const state: unknown = history.state;
  const id = state && typeof state === "object" && "wooeyForm" in state ? state.wooeyForm : null;
  return typeof id === "string" ? id : null;
}
