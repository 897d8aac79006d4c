import { pg } from "@/db/client";
import type { EngineEvent } from "../engine/protocol";
import { EventRefused, type EventTarget, postEvents } from "./post";
import { recordSent } from "./state";

const EVENTS_MAX = 100;
/** How much longer than an answer may take other senders leave a batch alone. A sender that dies loses it after that. */
const MARGIN_MS = 10_000;

interface Batch {
  positions: string[];
  events: EngineEvent[];
}

/**
 * Sends the oldest events of the outbox that no other sender is sending; returns how many there were. An event that the
 * server refuses for good is logged and not sent again.
 * @throws when the server cannot take any now; the events stay in the outbox
 */
export async function sendBatch(target: EventTarget, onRefused: (message: string) => void): Promise<number> {
  const batch = await takeBatch(target.answerMsMax + MARGIN_MS);
  if (batch.events.length === 0) return 0;
  try {
    await postEach(target, batch.events, onRefused);
  } catch (error) {
    await pg`update engine.events set due_at = now() where position = any(${batch.positions}::bigint[])`;
    throw error;
  }
  await recordSent(target.baseUrl, batch.positions);
  return batch.events.length;
}

/** Events of the embedded engine itself, which is no longer in use, would be refused: their names are reserved. */
async function takeBatch(leaseMs: number): Promise<Batch> {
  const taken = await pg<{ position: string; payload: EngineEvent }[]>`
    with chosen as materialized (
      select position from engine.events
      where scheduled_at is null and due_at <= now() and name not like 'inngest/%'
      order by position limit ${EVENTS_MAX} for update skip locked)
    update engine.events set due_at = now() + ${`${leaseMs} ms`}::interval from chosen
    where events.position = chosen.position returning events.position, payload`;
  const sorted = [...taken].sort((a, b) => Number(a.position) - Number(b.position));
  return { positions: sorted.map(({ position }) => position), events: sorted.map(({ payload }) => payload) };
}

/** Sends the events together or, if the server refuses one of them, each by itself. */
async function postEach(
  target: EventTarget,
  events: EngineEvent[],
  onRefused: (message: string) => void,
): Promise<void> {
  try {
    await postEvents(target, events);
  } catch (error) {
    if (!(error instanceof EventRefused)) throw error;
    const [only, ...others] = events;
    if (only && others.length === 0) onRefused(`The Inngest server refuses the event ${only.id}: ${error.message}`);
    else for (const event of events) await postEach(target, [event], onRefused);
  }
}
