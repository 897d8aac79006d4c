import { t } from "@/server/language/text";
import { measureSpeed } from "./speed";
import { setUploadProgress, type UploadProgress } from "./upload-progress";

/** Most uploads are over before anybody could read how far they are. */
const SHOWN_AFTER_MS = 300;
const UPDATE_MS = 250;

/** Why a transfer was stopped: with `cancel`, what was sent is discarded. */
export type StopReason = "cancel" | "leave";

/** Files on their way to the server. */
export interface Transfer {
  /** Aborted with a `StopReason`. */
  signal: AbortSignal;
  /** Reports how many of all bytes have been sent. */
  report(sentBytes: number): void;
  /** Reports that the connection was lost. The next `report` says that it is back. */
  reportLost(): void;
  end(): void;
}

/**
 * Publishes the progress of an upload of this many bytes, unless it is over at once, until it ends or is stopped. Meanwhile,
 * whoever follows a link is asked whether to leave the page.
 */
export function startTransfer(totalBytes: number): Transfer {
  const abort = new AbortController();
  const asking = new AbortController();
  const speed = measureSpeed();
  let state = initialState;
  let updatedAt = Number.NEGATIVE_INFINITY;
  const end = () => {
    clearTimeout(timer);
    asking.abort();
    setUploadProgress(null);
  };
  const stop = (reason: StopReason) => {
    end();
    abort.abort(reason);
  };
  const cancel = () => stop("cancel");
  const leave = () => state.sentBytes < totalBytes && stop("leave");
  let isShown = false;
  const publish = (change: Partial<typeof state>) => {
    state = { ...state, ...change };
    if (isShown && !asking.signal.aborted) setUploadProgress({ ...state, totalBytes, cancel, leave });
  };
  const timer = setTimeout(() => {
    isShown = totalBytes > 0;
    publish({});
  }, SHOWN_AFTER_MS);
  if (totalBytes > 0) askBeforeLeaving(asking.signal);
  return {
    signal: abort.signal,
    report(sentBytes) {
      const now = performance.now();
      const bytesPerSecond = speed.add(sentBytes, now);
      if (now - updatedAt < UPDATE_MS && sentBytes < totalBytes) return;
      updatedAt = now;
      publish({ sentBytes: Math.min(sentBytes, totalBytes), bytesPerSecond, isReconnecting: false });
    },
    reportLost: () => publish({ bytesPerSecond: null, isReconnecting: true }),
    end,
  };
}

const initialState: Pick<UploadProgress, "sentBytes" | "bytesPerSecond" | "isReconnecting"> = {
  sentBytes: 0,
  bytesPerSecond: null,
  isReconnecting: false,
};

function askBeforeLeaving(signal: AbortSignal): void {
  window.addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
  document.addEventListener("click", askToLeave, { capture: true, signal });
}

/** Asks before a link leads away from the page, as the browser does before the tab is closed. */
function askToLeave(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || isOpenedElsewhere(event, link)) return;
  if (!confirm(t("An upload is under way. If you leave this page, it stops."))) event.preventDefault();
}

function isOpenedElsewhere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const hasModifier = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  const isSamePage = link.pathname === location.pathname && link.search === location.search && link.hash !== "";
  return hasModifier || isSamePage || link.target === "_blank" || link.hasAttribute("download");
}
