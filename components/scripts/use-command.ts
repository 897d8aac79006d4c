import { useCallback, useRef, useState } from "react";
import type { FieldErrors } from "@/server/errors";
import type { CommandPreview, Evaluation } from "@/server/scripts/evaluate-form";

/**
 * Whether the command matches the form: "current", "updating" once a request takes noticeably long, "failed" if the
 * server did not respond, or "invalid" if no command can express the values.
 */
export type CommandState = "current" | "updating" | "failed" | "invalid";

const noticeableMs = 400;
const timeoutMs = 15_000;

/**
 * The command of a form. It is requested from the server whenever the form changes. A new request aborts the previous
 * one, so an outdated response is never shown.
 */
export function useCommand(url: string, initialPreview: CommandPreview | null) {
  const [preview, setPreview] = useState(initialPreview);
  const [state, setState] = useState<CommandState>("current");
  const latest = useRef<{ body: string; controller: AbortController }>(null);

  /** Marks the command as outdated. */
  const invalidate = useCallback((reason: "failed" | "invalid") => {
    latest.current?.controller.abort();
    latest.current = null;
    setState(reason);
  }, []);

  /** Requests the command and returns the server's errors; null if there is no response or a newer request. */
  const update = useCallback(
    async (body: string): Promise<FieldErrors | null> => {
      if (latest.current?.body === body) return null;
      latest.current?.controller.abort();
      const controller = new AbortController();
      latest.current = { body, controller };
      const timers = [setTimeout(setState, noticeableMs, "updating"), setTimeout(() => controller.abort(), timeoutMs)];
      const evaluation = await post(url, body, controller.signal);
      timers.forEach(clearTimeout);
      if (latest.current?.controller !== controller) return null;
      if (!evaluation) {
        invalidate("failed");
        return null;
      }
      setPreview((old) => evaluation.preview ?? old);
      setState(evaluation.preview ? "current" : "invalid");
      return evaluation.errors;
    },
    [url, invalidate],
  );

  return { preview, state, update, invalidate };
}

async function post(url: string, body: string, signal: AbortSignal): Promise<Evaluation | null> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body, signal });
    return response.ok ? ((await response.json()) as Evaluation) : null; // the route responds with an Evaluation
  } catch {
    return null;
  }
}
