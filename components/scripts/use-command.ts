import { useCallback, useRef, useState } from "react";
import type { Errors } from "./form-errors";
import type { Evaluation, Preview } from "./form-logic";

/**
 * Whether the command is what the form says: it is, it will be but takes longer than one notices, nobody answered, or
 * what the form says is no command.
 */
export type CommandState = "current" | "late" | "failed" | "unsaid";

const lateMs = 400;
const timeoutMs = 15_000;

/**
 * The command of a form, which the page came with, asked of the server anew when what the form says has changed. Only the
 * last question counts: it ends the one before, so that answers come neither late nor in another order.
 */
export function useCommand(address: string, first: Preview | null) {
  const [preview, setPreview] = useState(first);
  const [state, setState] = useState<CommandState>("current");
  const asked = useRef<{ body: string; stop: AbortController }>(null);

  /** The command is behind from now on. */
  const lose = useCallback((why: "failed" | "unsaid") => {
    asked.current?.stop.abort();
    asked.current = null;
    setState(why);
  }, []);

  /** What the server finds wrong with the form; null when it was not asked, or nothing of it counts any more. */
  const ask = useCallback(
    async (body: string): Promise<Errors | null> => {
      if (asked.current?.body === body) return null;
      asked.current?.stop.abort();
      const stop = new AbortController();
      asked.current = { body, stop };
      const timers = [setTimeout(setState, lateMs, "late"), setTimeout(() => stop.abort(), timeoutMs)];
      const answer = await post(address, body, stop.signal);
      timers.forEach(clearTimeout);
      if (asked.current?.stop !== stop) return null;
      if (!answer) {
        lose("failed");
        return null;
      }
      setPreview((old) => answer.preview ?? old);
      setState(answer.preview ? "current" : "unsaid");
      return answer.errors;
    },
    [address, lose],
  );

  return { preview, state, ask, lose };
}

async function post(address: string, body: string, signal: AbortSignal): Promise<Evaluation | null> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(address, { method: "POST", headers, body, signal });
    return response.ok ? ((await response.json()) as Evaluation) : null;
  } catch {
    return null;
  }
}
