interface Holder {
  wooeyStopping?: AbortController;
}

// On globalThis, because Next gives route handlers copies of a module.
const holder = globalThis as Holder;

function stopping(): AbortController {
  holder.wooeyStopping ??= new AbortController();
  return holder.wooeyStopping;
}

/** Lets requests that wait for something answer now, because this process is about to end. */
export function stopWaiting(): void {
  stopping().abort();
}

/** Fires when the client of a request has left, or when this process is about to end. */
export function untilGone(request: Request): AbortSignal {
  return AbortSignal.any([request.signal, stopping().signal]);
}
