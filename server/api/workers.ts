import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { setDraining } from "@/server/workers/drain";
import { type ListedWorker, listWorkers } from "@/server/workers/list";
import { listQueue } from "@/server/workers/queue";
import { apiSchemas, operation, time, toTime } from "./operation";

const worker = z
  .strictObject({
    id: z.uuid(),
    host: z.string(),
    pid: z.int(),
    isOnline: z.boolean(),
    startedAt: time,
    heartbeatAt: time,
    slots: z.int().meta({ description: "How many scripts it may run at a time." }),
    isDraining: z.boolean().meta({ description: "Whether it claims no more jobs." }),
    tags: z.array(z.string()),
    gpus: z.array(z.int()).meta({ description: "The numbers of its GPUs." }),
    running: z
      .array(z.strictObject({ id: z.int32(), name: z.string(), startedAt: time.nullable() }))
      .meta({ description: "The jobs that it runs." }),
    isolationLevel: z.int().min(0).max(3),
    isolationReason: z.string().meta({ description: "Why the level is not higher." }),
    cgroups: z.boolean().meta({ description: "Whether control groups limit its runs." }),
  })
  .register(apiSchemas, { id: "Worker" });

const queue = z
  .strictObject({
    waiting: z.int(),
    running: z.int(),
    slots: z.int(),
    workers: z.int(),
    jobs: z
      .array(
        z.strictObject({
          id: z.int32(),
          name: z.string(),
          script: z.strictObject({ slug: z.string(), name: z.string() }),
          owner: z.string().nullable().meta({ description: "The username; null for a visitor's job." }),
          createdAt: time,
          position: z.int(),
          reason: z.enum(["no_worker", "no_matching_worker", "busy", "next", "script_limit", "user_limit"]),
          startsInSeconds: z.number().nullable(),
        }),
      )
      .meta({ description: "The first 100 in line." }),
  })
  .register(apiSchemas, { id: "Queue" });

const ofWorkers = { tag: "Management", who: "staff" } as const;

export const listWorkersOperation = operation({
  ...ofWorkers,
  method: "get",
  scope: "read",
  path: "/api/v2/workers",
  id: "listWorkers",
  summary: "List the workers",
  answers: {
    200: {
      description: "Workers that are online, were online in the last ten minutes, or left scripts running.",
      schema: z.strictObject({ items: z.array(worker) }).register(apiSchemas, { id: "Workers" }),
    },
  },
});

export const getQueue = operation({
  ...ofWorkers,
  method: "get",
  scope: "read",
  path: "/api/v2/queue",
  id: "getQueue",
  summary: "See which jobs wait, and why",
  answers: { 200: { description: "The waiting jobs, in the order in which workers claim them.", schema: queue } },
});

export const changeWorker = operation({
  ...ofWorkers,
  method: "patch",
  path: "/api/v2/workers/{id}",
  id: "changeWorker",
  summary: "Let a worker claim no more jobs, or claim jobs again",
  description: "What it runs goes on. A worker that was started alone ends when it has no jobs left.",
  scope: "manage",
  params: { id: { description: "The `id` of a worker.", schema: { type: "string", format: "uuid" } } },
  body: { schema: z.strictObject({ isDraining: z.boolean() }) },
  answers: { 204: { description: "It is noted. The worker follows within a second." } },
});

/** @throws forbidden, not_found */
export async function drainOrResume(actor: Actor, id: string, change: { isDraining: boolean }): Promise<void> {
  await setDraining(actor, id, change);
}

/** All workers. @throws forbidden */
export async function listAllWorkers(actor: Actor) {
  return { items: (await listWorkers(actor)).map(toWorker) };
}

/** The waiting line. @throws forbidden */
export async function describeQueue(actor: Actor): Promise<z.output<typeof queue>> {
  const { jobs, waiting, running, slots, workers } = await listQueue(actor);
  const line = jobs.map(({ id, name, script, username, createdAt, position, reason, startsInSeconds }) => {
    return { id, name, script, owner: username, createdAt: toTime(createdAt), position, reason, startsInSeconds };
  });
  return { waiting, running, slots, workers, jobs: line };
}

function toWorker(listed: ListedWorker): z.output<typeof worker> {
  const { id, host, pid, isOnline, startedAt, heartbeatAt, slots, running } = listed;
  const { isDraining, tags, gpus, isolationLevel, isolationReason, cgroups } = listed;
  const jobs = running.map((job) => ({ ...job, startedAt: toTime(job.startedAt) }));
  const times = { startedAt: toTime(startedAt), heartbeatAt: toTime(heartbeatAt) };
  const load = { slots, running: jobs, isDraining, tags, gpus };
  return { id, host, pid, isOnline, ...times, ...load, isolationLevel, isolationReason, cgroups };
}
