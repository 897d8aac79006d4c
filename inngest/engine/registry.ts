import type { Pg } from "@/db/connection";
import { StartError } from "@/server/errors";
import { cronProblem, nextCron } from "./cron-expression";
import { evaluateExpression, isExpression, parseDuration } from "./expressions";
import { type EngineEvent, type FunctionConfig, functionConfig, syncAnswer } from "./protocol";
import type { Limit } from "./queue";

export type Handler = (request: Request) => Promise<Response>;

/** The functions that an engine runs, by id and by the event that triggers them. */
export interface Registry {
  byId: Map<string, FunctionConfig>;
  byEvent: Map<string, { config: FunctionConfig; expression?: string }[]>;
  ids: string[];
  /** Whether functions without and with concurrency limits exist. */
  hasPlain: boolean;
  hasLimited: boolean;
  /** Pairs of an event that cancels runs of a function, and one that starts them. */
  cancels: { event: string; starter: string }[];
}

/** The engine's address. It is never reached over the network, but the SDK requires one. */
export const engineUrl = "http://engine.invalid/api/inngest";

/**
 * Reads the functions from the SDK's handler.
 * @throws StartError with the function and the feature, when a function uses what the engine does not have.
 */
export async function readRegistry(handler: Handler): Promise<Registry> {
  const response = await handler(
    new Request(engineUrl, {
      method: "PUT",
      headers: { host: new URL(engineUrl).host, "content-type": "application/json", "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: engineUrl }),
    }),
  );
  const text = await response.text();
  if (response.status !== 200) throw new StartError(`The Inngest functions could not be read: ${text.slice(0, 300)}`);
  const configs = syncAnswer.parse(JSON.parse(text)).functions.map(checkFunction);
  return toRegistry(configs);
}

function toRegistry(configs: FunctionConfig[]): Registry {
  const byEvent: Registry["byEvent"] = new Map();
  for (const config of configs) {
    for (const trigger of config.triggers) {
      if (!("event" in trigger)) continue;
      const triggered = byEvent.get(trigger.event) ?? [];
      triggered.push({ config, expression: trigger.expression });
      byEvent.set(trigger.event, triggered);
    }
  }
  return {
    byId: new Map(configs.map((config) => [config.id, config])),
    byEvent,
    ids: configs.map(({ id }) => id),
    hasPlain: configs.some((config) => concurrencyOf(config).length === 0),
    hasLimited: configs.some((config) => concurrencyOf(config).length > 0),
    cancels: configs.flatMap(cancelsOf),
  };
}

function cancelsOf({ cancel = [], triggers }: FunctionConfig): Registry["cancels"] {
  const starters = triggers.flatMap((trigger) => ("event" in trigger ? [trigger.event] : []));
  return cancel.flatMap(({ event }) => starters.map((starter) => ({ event, starter })));
}

/** Parses a function's configuration. @throws StartError when the engine cannot run the function. */
export function checkFunction(given: { id: string; [option: string]: unknown }): FunctionConfig {
  const refuse = (what: string): never => {
    throw new StartError(`The embedded engine cannot run the Inngest function "${given.id}": ${what}.`);
  };
  const parsed = functionConfig.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : undefined;
    return refuse(
      unknown ? `it uses ${unknown}, which the engine does not have` : `${issue?.path.join(".")}: ${issue?.message}`,
    );
  }
  const config = parsed.data;
  for (const expression of expressionsOf(config)) {
    if (!isExpression(expression)) refuse(`"${expression}" is not a valid expression`);
  }
  const times = [config.timeouts?.start, config.timeouts?.finish, ...(config.cancel ?? []).map((each) => each.timeout)];
  for (const time of times)
    if (time !== undefined && parseDuration(time) === null) refuse(`"${time}" is not a duration`);
  for (const problem of config.triggers.map(triggerProblem)) if (problem) refuse(problem);
  if (new Set(config.triggers.map((trigger) => JSON.stringify(trigger))).size < config.triggers.length)
    refuse("a trigger appears twice");
  return config;
}

function triggerProblem(trigger: FunctionConfig["triggers"][number]): string | null {
  if ("cron" in trigger) return cronProblem(trigger.cron);
  return trigger.event.includes("*")
    ? `the trigger ${trigger.event} has a wildcard, which the engine does not have`
    : null;
}

function expressionsOf(config: FunctionConfig): string[] {
  return [
    ...config.triggers.map((trigger) => ("event" in trigger ? trigger.expression : undefined)),
    ...(config.cancel ?? []).map((each) => each.if),
    ...concurrencyOf(config).map((each) => each.key),
    config.idempotency,
    config.priority?.run,
  ].filter((expression) => expression !== undefined);
}

function concurrencyOf(config: FunctionConfig): { limit: number; key?: string; scope?: string }[] {
  const limits = [config.concurrency ?? []].flat().map((each) => (typeof each === "number" ? { limit: each } : each));
  return limits.filter((each) => each.limit > 0); // In Inngest, 0 means no limit.
}

/** The concurrency limits of a run's calls: one counter for each function (or scope) and each value of the key. */
export function limitsOf(config: FunctionConfig, event: EngineEvent): Limit[] {
  return concurrencyOf(config).map(({ limit, key, scope }) => {
    const counter = scope && scope !== "fn" ? scope : config.id;
    return { limit, key: key ? `${counter} ${key} ${JSON.stringify(evaluateExpression(key, { event }))}` : counter };
  });
}

/** The priority of a run in the queue, in seconds, within Inngest's bounds: -600 to 600. */
export function priorityOf(config: FunctionConfig, event: EngineEvent): number {
  if (!config.priority?.run) return 0;
  const value = Number(evaluateExpression(config.priority.run, { event }));
  return Number.isFinite(value) ? Math.round(Math.max(-600, Math.min(600, value))) : 0;
}

/** The first attempt and the retries. Inngest's default is four retries. */
export function attemptsMaxOf(config: FunctionConfig): number {
  return (config.steps.step.retries?.attempts ?? 4) + 1;
}

/** Stores the functions' configuration and the next time of each cron trigger in the database. */
export async function storeRegistry(pg: Pg, registry: Registry): Promise<void> {
  const crons = [...registry.byId.values()].flatMap((config) =>
    config.triggers.flatMap((trigger) => ("cron" in trigger ? [{ id: config.id, expression: trigger.cron }] : [])),
  );
  await pg.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('wooey engine functions'))`;
    await tx`delete from engine.functions where not (id = any(${registry.ids}))`;
    for (const [id, config] of registry.byId) {
      await tx`
        insert into engine.functions (id, config) values (${id}, ${JSON.stringify(config)}::text::jsonb)
        on conflict (id) do update set config = excluded.config, synced_at = now()`;
    }
    await tx`
      delete from engine.crons where not (function_id || ' ' || expression = any(${crons.map(
        ({ id, expression }) => `${id} ${expression}`,
      )}))`;
    for (const { id, expression } of crons) {
      await tx`
        insert into engine.crons (function_id, expression, next_at) values (${id}, ${expression}, ${nextCron(expression)})
        on conflict do nothing`;
    }
  });
}
