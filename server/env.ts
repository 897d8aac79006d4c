import path from "node:path";
import type { z } from "zod";
import { settingsSchema } from "./env/settings";
import { StartError } from "./errors";

type ParsedSettings = z.infer<typeof settingsSchema>;
export type Env = ParsedSettings & { WOOEY_MINIMUM_ISOLATION: number; WOOEY_S3_PATH_STYLE: boolean };

/** Scripts of a site that other machines can reach must not reach the server. */
const PUBLIC_MINIMUM_ISOLATION = 2;

/**
 * The checked settings of this process. An empty value counts as not set. @throws StartError, which names each invalid
 * setting and the values that are allowed
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = settingsSchema.safeParse(given);
  if (result.success) return withDefaults(result.data);
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new StartError(`Invalid setting: ${problems.join("; ")}.`);
}

/** Adds the defaults that depend on other settings. */
function withDefaults(settings: ParsedSettings): Env {
  const isPublic = !isLoopback(settings.HOST) || settings.PUBLIC_URL !== undefined;
  const minimum = settings.WOOEY_MINIMUM_ISOLATION ?? (isPublic ? PUBLIC_MINIMUM_ISOLATION : 0);
  const pathStyle = settings.WOOEY_S3_PATH_STYLE ?? settings.WOOEY_S3_ENDPOINT !== undefined;
  return { ...settings, WOOEY_MINIMUM_ISOLATION: minimum, WOOEY_S3_PATH_STYLE: pathStyle };
}

/** Whether only this machine can connect to a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return ["::1", "localhost"].includes(host) || /^127(\.\d+){3}$/.test(host);
}

/** The WOOEY_* names in `source` that are not settings, most often because of a typing error. */
export function unknownSettings(source: Record<string, string | undefined>): string[] {
  const known = new Set([...Object.keys(settingsSchema.shape), ...otherVariables]);
  return Object.keys(source).filter((name) => name.startsWith("WOOEY_") && !known.has(name));
}

/** Set by the supervisor for its children, and by people for the client commands (docs/cli.md). */
const otherVariables = ["WOOEY_SUPERVISED", "WOOEY_SERVER", "WOOEY_API_KEY"];

let cached: Env | undefined;

/** The settings of this process: its environment, read once. @throws StartError */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** Whether this is the web process of `npm run dev`, where Next compiles a page when it is first opened. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** The environment of a process of Wooey itself (web, worker, build). It is never passed to a script. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}

/** Points this process at a database that it found or started itself. */
export function setDatabaseUrl(url: string): void {
  process.env.DATABASE_URL = url;
  cached = undefined;
}

/**
 * Reads the file `.env` of `folder`, if there is one, into the environment. Variables that are set keep their values.
 */
export function loadEnvFile(folder: string): void {
  try {
    process.loadEnvFile(path.join(folder, ".env"));
  } catch (error) {
    // The functions of Node throw nothing else here.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  cached = undefined;
}

/** The PATH of this process, which is searched for programs of the machine (python3, setpriv). */
export function searchPath(): string {
  return process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
}

/** The raw environment of this process, for reports about settings. */
export function rawEnvironment(): Record<string, string | undefined> {
  return process.env;
}
