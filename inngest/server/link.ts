import { pg } from "@/db/client";
import { createWakeUp } from "@/server/wake-up";
import { removeOld } from "../engine/retention";
import { engineChannel } from "../outbox";
import { sendBatch } from "./batch";
import type { EventTarget } from "./post";
import { recordFailure, recordRegistered } from "./state";

export interface LinkOptions extends EventTarget {
  /** The address at which the server calls the functions. */
  servedAt: string;
  /** Registers the functions with the server (inngest/server/register.ts). */
  register: (servedAt: string) => Promise<void>;
  /** Receives what a person should know, one line each. */
  onLog: (line: string) => void;
  /** Milliseconds to wait after a failure (0 for the first). */
  backoffMs?: (failures: number) => number;
}

/** How long a link waits without being woken. This is only a safeguard: new events wake it. */
const POLL_MS = 10_000;
/** How often the functions are registered again, because a server may have lost its state. */
const REGISTER_MS = 60_000;
const CLEANUP_MS = 3_600_000;

/**
 * Registers the functions with an Inngest server and sends it the events of the outbox, until it is stopped. Any number
 * of links may run, in any processes. Nothing waits for a link: while the server does not answer, events stay in the
 * outbox, and the link tries again with growing delays. It registers first each time, because a server without its
 * functions would take events and run nothing.
 */
export async function startLink(options: LinkOptions): Promise<{ stop(): Promise<void> }> {
  const wakeUp = createWakeUp();
  const subscription = await pg.listen(engineChannel, wakeUp.wake, wakeUp.wake);
  let isStopping = false;
  const ended = (async () => {
    const link = createLink(options);
    while (!isStopping) {
      const { waitMs, isWoken } = await link.turn();
      const until = Date.now() + waitMs;
      do await wakeUp.wait(Math.max(0, until - Date.now()));
      while (!isWoken && !isStopping && Date.now() < until);
    }
  })();
  const clean = () =>
    void removeOld(pg).catch((error) => options.onLog(`Old events could not be removed: ${textOf(error)}`));
  const cleanup = setInterval(clean, CLEANUP_MS);
  clean();
  return {
    stop: async () => {
      isStopping = true;
      clearInterval(cleanup);
      wakeUp.wake();
      await Promise.all([ended, subscription.unlisten()]);
    },
  };
}

/** One turn returns how long to wait before the next, and whether new events end the wait. */
interface Turn {
  waitMs: number;
  isWoken: boolean;
}

function createLink({ backoffMs = defaultBackoffMs, onLog, ...options }: LinkOptions): { turn(): Promise<Turn> } {
  const { baseUrl, servedAt } = options;
  let registeredAt = 0;
  let failures = 0;
  const work = async () => {
    if (Date.now() - registeredAt >= REGISTER_MS) {
      await options.register(servedAt).catch((error) => fail({ registration: textOf(error) }));
      await recordRegistered(baseUrl, servedAt);
      registeredAt = Date.now();
    }
    return sendBatch(options, onLog).catch((error) => fail({ sending: textOf(error) }));
  };
  const fail = async (failed: Parameters<typeof recordFailure>[1]): Promise<never> => {
    await recordFailure(baseUrl, failed);
    const what = "sending" in failed ? "taken the events" : "taken the functions";
    throw new Error(`The Inngest server ${baseUrl} has not ${what}: ${Object.values(failed)[0]}`);
  };
  return {
    turn: async () => {
      try {
        const sent = await work();
        if (failures > 0) onLog(`The Inngest server ${baseUrl} answers again.`);
        failures = 0;
        return { waitMs: sent > 0 ? 0 : POLL_MS, isWoken: true };
      } catch (error) {
        registeredAt = 0;
        if (failures === 0) onLog(`${textOf(error)}. Wooey tries again; jobs run meanwhile.`);
        return { waitMs: backoffMs(failures++), isWoken: false };
      }
    },
  };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** 1, 2, 4 … 60 s, less up to a quarter, so that several links do not try at the same moment. */
function defaultBackoffMs(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** failures) * (0.75 + Math.random() / 4);
}
