import { findCapacity } from "@/server/workers/list";
import { countOpen } from "./list";

/** What a job submitted now waits for: nothing (`now`), other jobs (`later`), or a worker to start (`no_worker`). */
export interface NextStart {
  when: "now" | "later" | "no_worker";
  /** How many wait before it; counted up to 1,000. */
  waiting: number;
}

export async function findNextStart(): Promise<NextStart> {
  const [{ slots }, { waiting, running }] = await Promise.all([findCapacity(), countOpen(undefined)]);
  if (slots === 0) return { when: "no_worker", waiting };
  return { when: running + waiting < slots ? "now" : "later", waiting };
}
