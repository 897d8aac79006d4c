import path from "node:path";
import { z } from "zod";
import { StartError } from "./errors";

const MB = 1024 * 1024;
const GB = 1024 * MB;

const yes = new Set(["1", "true", "yes", "on"]);
const no = new Set(["0", "false", "no", "off"]);

const flag = (byDefault: boolean) =>
  z
    .string()
    .toLowerCase()
    .refine((text) => yes.has(text) || no.has(text), "must be true or false")
    .transform((text) => yes.has(text))
    .default(byDefault);

const whole = (byDefault: number, min = 1, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)
    .default(byDefault);

/** A size such as 2GB, 512MB, 64kB or a number of bytes. */
const size = (byDefaultBytes: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?\s*(B|kB|KB|MB|GB|TB)?$/, "must be a size such as 512MB or 2GB")
    .transform((text) => {
      const [, amount = "0", , unit = "B"] = /^(\d+(\.\d+)?)\s*(\w*)$/.exec(text) ?? [];
      const factor = { "": 1, B: 1, kB: 1024, KB: 1024, MB, GB, TB: 1024 * GB }[unit] ?? 1;
      return Math.floor(Number(amount) * factor);
    })
    .default(byDefaultBytes);

/** Seconds; "none" (the default) for no limit. */
const secondsOrNone = z
  .string()
  .regex(/^(none|\d+)$/, "must be none or a whole number of seconds")
  .transform((text) => (text === "none" ? null : Number(text)))
  .default(null);

/** A whole number; "none" (the default) for no limit. */
const wholeOrNone = z
  .string()
  .regex(/^(none|[1-9]\d{0,8})$/, "must be none or a whole number from 1")
  .transform((text) => (text === "none" ? null : Number(text)))
  .default(null);

const durationUnits = { s: 1, m: 60, h: 3600, d: 86_400, w: 7 * 86_400 } as const;

/** The seconds of a duration such as 30d, 12h or 90m; null for a text that is none. */
export function readDuration(text: string): number | null {
  const [, amount, unit] = /^(\d{1,7})\s*([smhdw])$/.exec(text.trim()) ?? [];
  const seconds = Number(amount) * durationUnits[unit as keyof typeof durationUnits];
  return seconds > 0 ? seconds : null;
}

/** Seconds from a duration; "none" (the default) for ever. */
const durationOrNone = z
  .string()
  .refine((text) => text === "none" || readDuration(text) !== null, "must be none or a duration such as 30d or 12h")
  .transform((text) => (text === "none" ? null : readDuration(text)))
  .default(null);

const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .default([]);

const url = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:/.test(text), "must be an address such as https://wooey.example.org")
  .transform((text) => text.replace(/\/+$/, ""));

const settings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres:// (or be left out for the embedded database)")
    .optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: whole(3000, 0, 65535),
  PUBLIC_URL: url.optional(),
  AUTH_SECRET: z.string().min(32, "must be at least 32 characters").optional(),
  INNGEST_BASE_URL: url.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  WOOEY_DATA_DIR: z
    .string()
    .default("./data")
    .transform((text) => path.resolve(text)),
  WOOEY_SITE_NAME: z.string().min(1).max(80).default("Wooey"),
  WOOEY_DEFAULT_SCRIPT_GROUP: z.string().min(1).max(100).default("Scripts"),
  WOOEY_ENABLE_API_KEYS: flag(false),
  WOOEY_ALLOW_ANONYMOUS: flag(true),
  WOOEY_ALLOW_REGISTRATION: flag(true),
  WOOEY_SHOW_LOCKED_SCRIPTS: flag(true),
  WOOEY_ADMIN_USER: z.string().min(1).max(150).default("admin"),
  WOOEY_ADMIN_PASSWORD: z.string().min(8, "must be at least 8 characters").optional(),
  WOOEY_PYTHON: z.string().min(1).optional(),
  WOOEY_TRUSTED_PROXIES: list,
  WOOEY_ALLOWED_HOSTS: list,
  WOOEY_MINIMUM_ISOLATION: whole(0, 0, 3),
  WOOEY_WORKER_SLOTS: whole(4, 1, 256),
  WOOEY_JOB_EXPIRATION_ANONYMOUS: durationOrNone,
  WOOEY_JOB_EXPIRATION_USER: durationOrNone,
  WOOEY_METRICS_ADDRESSES: list,
  WOOEY_LIMIT_RUN_SECONDS: secondsOrNone,
  WOOEY_LIMIT_CPU_SECONDS: secondsOrNone,
  WOOEY_LIMIT_MEMORY: size(2 * GB),
  WOOEY_LIMIT_PROCESSES: whole(256),
  WOOEY_LIMIT_OPEN_FILES: whole(1024),
  WOOEY_LIMIT_JOB_FOLDER: size(10 * GB),
  WOOEY_LIMIT_OUTPUT_START: size(64 * MB),
  WOOEY_LIMIT_OUTPUT_END: size(1 * MB),
  WOOEY_LIMIT_WAITING_JOBS: whole(1000),
  WOOEY_LIMIT_RUNNING_JOBS_PER_USER: wholeOrNone,
  WOOEY_LIMIT_SUBMITS_PER_SECOND: whole(300),
  WOOEY_LIMIT_LOGINS_PER_MINUTE: whole(10),
  WOOEY_LIMIT_UPLOAD: size(10 * GB),
  WOOEY_LIMIT_SCRIPT: size(10 * MB),
});

export type Env = z.infer<typeof settings>;

/**
 * The settings of this process, checked. An empty value counts as not set.
 * @throws StartError naming each bad setting and what is allowed.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new StartError(`Bad setting: ${problems.join("; ")}.`);
}

/** The WOOEY_* names in `source` that this version does not know: most often a typing error. */
export function unknownSettings(source: Record<string, string | undefined>): string[] {
  const known = { ...settings.shape, WOOEY_SUPERVISED: "what the supervisor tells its children" };
  return Object.keys(source).filter((name) => name.startsWith("WOOEY_") && !(name in known));
}

let cached: Env | undefined;

/** The settings of this process: its environment, read once. @throws StartError */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** Whether this is the web process of `npm run dev`, where Next compiles the pages as they are asked for. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** The environment a child of Wooey itself (web, worker, build) is started with. Never given to a script. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}

/** Points this process at a database that it found or started itself. */
export function setDatabaseUrl(url: string): void {
  process.env.DATABASE_URL = url;
  cached = undefined;
}

/** Reads `.env` of `folder` into this process's environment, where it exists; what is set already stays. */
export function loadEnvFile(folder: string): void {
  try {
    process.loadEnvFile(path.join(folder, ".env"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  cached = undefined;
}

/** PATH of this process, which a program of the machine (python3, setpriv) is looked up in. */
export function searchPath(): string {
  return process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
}

/** The raw environment of this process, for reports about settings. */
export function rawEnvironment(): Record<string, string | undefined> {
  return process.env;
}
