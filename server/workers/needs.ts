import { pg } from "@/db/client";
import type { ScriptLimits } from "@/db/schema/scripts";

/** What the jobs of a script need of a worker, apart from a slot. */
export type WorkerNeeds = Pick<ScriptLimits, "workerTags" | "gpus" | "requestedMemoryBytes" | "requestedCpus">;

/** What a running job has of its machine. */
export interface Reservation {
  /** The numbers of its GPUs, which no other job has. */
  gpus?: number[];
  memoryBytes?: number;
  cpus?: number;
}

/** SQL: whether a script, under the name that the query gives its table, needs more of a worker than a slot. */
export const hasNeeds = (script = "script") =>
  pg`(${pg(script)}.limits ?| array['workerTags', 'gpus', 'requestedMemoryBytes', 'requestedCpus'])`;

/**
 * SQL: whether `offer` has what the script needs. An offer is a row with the columns `tags` (jsonb), `gpu_count`,
 * `memory_bytes` and `cpus`.
 */
export const meetsNeeds = (offer: string, script = "script") => pg`(
  coalesce(${pg(script)}.limits -> 'workerTags', '[]') <@ ${pg(offer)}.tags
  and coalesce((${pg(script)}.limits ->> 'gpus')::int, 0) <= ${pg(offer)}.gpu_count
  and coalesce((${pg(script)}.limits ->> 'requestedMemoryBytes')::float8, 0) <= ${pg(offer)}.memory_bytes
  and coalesce((${pg(script)}.limits ->> 'requestedCpus')::float8, 0) <= ${pg(offer)}.cpus)`;

/** SQL: what a worker offers while it runs nothing. Workers of older versions have said nothing about their machine. */
export const offerOf = (worker = "workers") => pg`
  ${pg(worker)}.tags, jsonb_array_length(${pg(worker)}.gpus) as gpu_count,
  coalesce(${pg(worker)}.memory_bytes, 0) as memory_bytes, coalesce(${pg(worker)}.cpus, 0) as cpus`;
