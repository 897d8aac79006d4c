import "server-only";
import { randomUUID } from "node:crypto";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { connect, type Pg } from "./connection";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema>;
/** The database or a transaction of it. */
export type Queryable = Database | Parameters<Parameters<Database["transaction"]>[0]>[0];

interface Clients {
  db: Database;
  pg: Pg;
  sessionName: string;
  end(): Promise<void>;
}

// On globalThis, because Next gives pages, route handlers and instrumentation each their own copy of a module.
const holder = globalThis as { wooeyDatabase?: Clients };

function open(): Clients {
  const url = env().DATABASE_URL;
  if (!url) throw new StartError("DATABASE_URL is not set: start with npm start, which brings a database, or set it.");
  // Two clients: Drizzle rewires the parsers of the one it is given, and raw queries would get dates as strings.
  const sessionName = `wooey-${randomUUID()}`;
  const pool = {
    idle_timeout: 60,
    max_lifetime: 3600,
    connect_timeout: 10,
    // Seconds between attempts to connect; postgres.js itself goes up to 20 s, long after the database is back.
    backoff: (attempt: number) => Math.min(0.5, 0.05 * 2 ** attempt),
    connection: { application_name: sessionName },
  };
  const forDrizzle = connect(url, { ...pool, max: 10 });
  const raw = connect(url, { ...pool, max: 16 });
  return {
    db: drizzle(forDrizzle, { schema, casing: "snake_case" }),
    pg: raw,
    sessionName,
    end: async () => {
      await Promise.all([forDrizzle.end({ timeout: 2 }), raw.end({ timeout: 2 })]);
    },
  };
}

function clients(): Clients {
  holder.wooeyDatabase ??= open();
  return holder.wooeyDatabase;
}

const lazily = <T extends object>(pick: (opened: Clients) => T, callable?: T): T =>
  new Proxy((callable ?? {}) as T, {
    get: (_, property) => {
      const target = pick(clients());
      const value = Reflect.get(target, property);
      return typeof value === "function" ? value.bind(target) : value;
    },
    apply: (_, self, args) => Reflect.apply(pick(clients()) as unknown as (...all: unknown[]) => unknown, self, args),
  });

/** The database through Drizzle; opened at its first use, so that a build needs none. */
export const db: Database = lazily((opened) => opened.db);

/** The database in plain SQL (postgres.js): queues, LISTEN and NOTIFY, and what a query builder cannot say. */
export const pg: Pg = lazily((opened) => opened.pg, (() => undefined) as unknown as Pg);

/**
 * What this process's sessions are called in pg_stat_activity (application_name). PostgreSQL drops a killed process's
 * sessions at once, so while this process listens to a channel, others can tell by it that it lives.
 */
export function sessionName(): string {
  return clients().sessionName;
}

/** Closes every connection of this process. */
export async function closeDatabase(): Promise<void> {
  const opened = holder.wooeyDatabase;
  holder.wooeyDatabase = undefined;
  await opened?.end();
}
