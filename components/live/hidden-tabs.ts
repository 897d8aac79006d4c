/** How many hidden tabs of a browser keep their streams over HTTP/1.1: it opens six connections to a server in all. */
const hiddenTabsMax = 2;

interface TabMessage {
  kind: "hidden" | "gone";
  tab: string;
}

/**
 * Decides whether a hidden tab keeps its stream, so that its title shows the job's state: always over HTTP/2, and over
 * HTTP/1.1 for the tabs that were hidden last. `onChange` is called when the answer changes.
 */
export function watchHiddenTabs(onChange: () => void) {
  const tab = Math.random().toString(36).slice(2);
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("wooey:hidden-tabs");
  const hiddenLater = new Set<string>();
  const update = () => {
    hiddenLater.clear();
    post(document.visibilityState === "hidden" ? "hidden" : "gone");
  };
  const post = (kind: TabMessage["kind"]) => channel?.postMessage({ kind, tab } satisfies TabMessage);
  const leave = () => post("gone");
  channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === "hidden") hiddenLater.add(data.tab);
    else hiddenLater.delete(data.tab);
    onChange();
  });
  document.addEventListener("visibilitychange", update);
  window.addEventListener("pagehide", leave);
  return {
    keepsStream: () => hasManyConnections() || (channel !== null && hiddenLater.size < hiddenTabsMax),
    stop: () => {
      document.removeEventListener("visibilitychange", update);
      window.removeEventListener("pagehide", leave);
      leave();
      channel?.close();
    },
  };
}

/** Whether the page came over HTTP/2 or later, where streams share one connection. */
function hasManyConnections(): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  // Entries of the type "navigation" are PerformanceNavigationTiming.
  return /^h[23]/.test((navigation as PerformanceNavigationTiming | undefined)?.nextHopProtocol ?? "");
}
