import { z } from "zod";

// The messages between the SDK (inngest 4.24) and its executor: protocol version 2. An SDK upgrade that changes them
// fails contract.test.ts.

/** The bounds of an event's time in an Inngest server. */
const [tsMin, tsMax] = [Date.UTC(1980, 0, 1), Date.UTC(2100, 0, 1)];

/** An event as the SDK sends it, with the bounds of an Inngest server and, for the index, of name and id. */
export const incomingEvent = z.looseObject({
  id: z.string().min(1).max(500).optional(),
  name: z
    .string()
    .min(1)
    .max(512)
    .refine((name) => !name.startsWith("inngest/"), "event name is reserved for internal use"),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().min(tsMin).max(tsMax).optional(),
  user: z.record(z.string(), z.unknown()).nullish(),
});
export type IncomingEvent = z.infer<typeof incomingEvent>;

/** An event as the engine stores it and passes it to functions. */
export interface EngineEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user: Record<string, unknown>;
  [more: string]: unknown;
}

const concurrencyLimit = z
  .strictObject({
    limit: z.number().int().min(0),
    key: z.string().optional(),
    scope: z.enum(["fn", "env", "account"]).optional(),
  })
  .refine(({ key, scope = "fn" }) => scope === "fn" || key !== undefined, "a limit of that scope needs a key");

/**
 * A function's configuration, as the SDK registers it. The schema is strict: an option that the engine does not
 * implement must stop it from starting and never be ignored.
 */
export const functionConfig = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z
    .array(
      z.union([
        z.strictObject({ event: z.string().min(1), expression: z.string().optional() }),
        z.strictObject({ cron: z.string() }),
      ]),
    )
    .max(10),
  steps: z.strictObject({
    step: z.strictObject({
      id: z.string(),
      name: z.string(),
      runtime: z.strictObject({ type: z.literal("http"), url: z.string() }),
      retries: z.strictObject({ attempts: z.number().int().min(0).max(20).optional() }).optional(),
    }),
  }),
  idempotency: z.string().optional(),
  concurrency: z.union([z.number().int(), concurrencyLimit, z.array(concurrencyLimit).max(2)]).optional(),
  priority: z.strictObject({ run: z.string().optional() }).optional(),
  timeouts: z.strictObject({ start: z.string().optional(), finish: z.string().optional() }).optional(),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .max(5)
    .optional(),
});
export type FunctionConfig = z.infer<typeof functionConfig>;

/**
 * The answer to an in-band registration. Only the ids of functions are certain until functionConfig has parsed them.
 */
export const syncAnswer = z.looseObject({ functions: z.array(z.looseObject({ id: z.string() })) });

export interface SerializedError {
  name: string;
  message: string;
  stack?: string;
  [more: string]: unknown;
}

/** How a step ended: its result is stored and passed to every later call of the function. */
export type StepResult = { data: unknown } | { error: SerializedError };

/** One operation of a 206 answer. */
export const operation = z.looseObject({
  op: z.string(),
  id: z.string().min(1),
  name: z.string().optional(),
  displayName: z.string().optional(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z
    .looseObject({
      timeout: z.string().optional(),
      if: z.string().optional(),
      parallelMode: z.string().optional(),
    })
    .nullish(),
});
export type Operation = z.infer<typeof operation>;

/** What the executor sends for one call: the results of finished steps, and the order in which they finished. */
export interface CallBody {
  event: EngineEvent;
  events: EngineEvent[];
  steps: Record<string, StepResult>;
  version: 2;
  use_api: false;
  /**
   * It has no fn_id: that would switch the SDK to checkpointing, in which it reports results only from time to time.
   */
  ctx: {
    run_id: string;
    attempt: number;
    max_attempts: number;
    disable_immediate_execution: boolean;
    use_api: false;
    stack: { stack: string[]; current: number };
  };
}

/** What the SDK answered to a call. */
export interface CallAnswer {
  status: number;
  /** The parsed JSON, or the text when it is not JSON. */
  body: unknown;
  /** The SDK says that another attempt would be useless. */
  isFinal: boolean;
  /** `Retry-After`: seconds or a date. */
  retryAfter: string | null;
}

/** The error in an answer's body, in the shape the SDK gives to onFailure. */
export function toSerializedError(body: unknown): SerializedError {
  if (typeof body !== "object" || body === null) return { name: "Error", message: String(body ?? "Unknown error") };
  const error: Partial<Record<string, unknown>> = { ...body };
  return {
    ...error,
    name: String(error.name ?? "Error"),
    message: String(error.message ?? error.error ?? "Unknown error"),
  };
}

/** The limit of a step's result, which is stored and sent with every later call (Inngest: 4 MB). */
export const outputBytesMax = 4 * 1024 * 1024;
/** The most steps of one run, so that an endless loop ends (Inngest: 1,000). */
export const stepsMax = 1000;
