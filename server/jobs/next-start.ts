import { pg } from "@/db/client";
import { type Actor, userOf } from "@/server/auth/actor";
import { visitorNetworkHash } from "@/server/auth/visitor-network";
import { findCapacity } from "@/server/workers/list";
import { countOpen, countOwnOpen } from "./list";
import { UPCOMING_ID, waitingLine } from "./waiting-line";

/** What a job submitted now waits for: nothing (`now`), other jobs (`later`), or a worker to start (`no_worker`). */
export interface NextStart {
  when: "now" | "later" | "no_worker";
  /** How many are claimed before it; counted up to 1,000. */
  waiting: number;
}

const AHEAD_MAX = 1_000;

/** When a job that the actor submits now would start. */
export async function findNextStart(actor: Actor): Promise<NextStart> {
  const [{ slots }, { waiting, running }] = await Promise.all([findCapacity(), countOpen(undefined)]);
  if (slots > 0 && running + waiting < slots) return { when: "now", waiting };
  return { when: slots === 0 ? "no_worker" : "later", waiting: waiting === 0 ? 0 : await countAhead(actor) };
}

async function countAhead(actor: Actor): Promise<number> {
  const { waiting, running } = await countOwnOpen(actor);
  const upcoming = {
    ownerId: userOf(actor)?.id ?? null,
    networkHash: visitorNetworkHash(actor),
    browserHash: actor.kind === "anonymous" ? actor.browserHash : null,
  };
  // Of anybody else, only as many jobs can come before it as the actor has.
  const jobsMax = Math.min(AHEAD_MAX, waiting + running + 1);
  const [row] = await pg<{ ahead: number }[]>`
    with recursive ${waitingLine({ jobsMax, upcoming })}
    select position::int - 1 as ahead from line where id = ${UPCOMING_ID}`;
  return Math.min(row?.ahead ?? 0, AHEAD_MAX);
}
