import type { Transaction } from "@/db/connection";
import { jobIsRunning } from "@/db/job-conditions";

/**
 * SQL: `free`, a part of a statement: what jobs that run on a worker's machine leave of it, whichever worker of the machine
 * runs them. It is an offer (server/workers/needs.ts) with the numbers of the free GPUs.
 */
export const freeResources = (tx: Transaction, { id, bootId }: { id: string; bootId: string }) => tx`
  reserved as materialized (
    select job.reserved from jobs job
    where ${jobIsRunning("job")} and job.boot_id = ${bootId} and job.reserved is not null),
  free as materialized (
    select worker.tags, gpu.numbers as gpus, cardinality(gpu.numbers) as gpu_count,
      coalesce(worker.memory_bytes, 0) - (
        select coalesce(sum((reserved ->> 'memoryBytes')::float8), 0) from reserved) as memory_bytes,
      coalesce(worker.cpus, 0) - (select coalesce(sum((reserved ->> 'cpus')::float8), 0) from reserved) as cpus
    from workers worker, lateral (
      select array(
        select number::int from jsonb_array_elements_text(worker.gpus) as number
        except select number::int from reserved, jsonb_array_elements_text(reserved -> 'gpus') as number
        order by 1) as numbers) as gpu
    where worker.id = ${id})`;

/** SQL: what a job of the script gets of `free`, as a Reservation; null if it needs nothing. */
export const reservationFor = (tx: Transaction, script: string) => tx`
  nullif(jsonb_strip_nulls(jsonb_build_object(
    'gpus', (select to_jsonb(gpus[1:(${tx(script)}.limits ->> 'gpus')::int]) from free
      where (${tx(script)}.limits ->> 'gpus')::int > 0),
    'memoryBytes', ${tx(script)}.limits -> 'requestedMemoryBytes',
    'cpus', ${tx(script)}.limits -> 'requestedCpus')), '{}')`;
