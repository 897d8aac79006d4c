import "server-only";
import { randomUUID } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
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

declare global {
  /** Global, because Next gives pages, route handlers and instrumentation each a copy of this module. */
  var wooeyDatabase: Clients | undefined;
}

function open(): Clients {
  const url = env().DATABASE_URL;
  if (!url) throw new StartError("DATABASE_URL is not set: start with npm start, which brings a database, or set it.");
  // Two clients: Drizzle changes the parsers of its client, and plain queries on it would return dates as strings.
  const sessionName = `wooey-${randomUUID()}`;
  const pool = {
    idle_timeout: 60,
    max_lifetime: 3600,
    connect_timeout: 10,
    // Seconds between attempts to connect. The default goes up to 20 s, long after the database is back.
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
  globalThis.wooeyDatabase ??= open();
  return globalThis.wooeyDatabase;
}

/** An object that is opened when it is first used. */
function lazy<T extends object>(pick: (opened: Clients) => T, target: object): T {
  const proxy = new Proxy(target, {
    get: (_, property) => {
      const opened = pick(clients());
      const value = Reflect.get(opened, property);
      return typeof value === "function" ? value.bind(opened) : value;
    },
    apply: (_, self, args) => {
      const opened = pick(clients());
      return typeof opened === "function" ? Reflect.apply(opened, self, args) : undefined;
    },
  });
  return proxy as T; // Every access to the proxy reaches the object that `pick` returns.
}

/** The database through Drizzle. It is opened at its first use, so that a build needs no database. */
export const db: Database = lazy((opened) => opened.db, {});

/** The database in plain SQL (postgres.js): for queues, LISTEN and NOTIFY, and what a query builder cannot express. */
export const pg: Pg = lazy(
  (opened) => opened.pg,
  () => undefined,
);

/**
 * Runs a statement as a prepared one: PostgreSQL plans it once for each connection, and one round trip is enough, where
 * Drizzle needs two. It is for statements whose text is one of few, and whose best plan does not depend on the values.
 */
export async function runPrepared<Row extends Record<string, unknown>>(statement: SQL): Promise<Row[]> {
  const { sql, params } = dialect.sqlToQuery(statement);
  // Drizzle has the types of the parameters from the statement, and postgres.js from PostgreSQL.
  return pg.unsafe<Row[]>(sql, params as postgres.ParameterOrJSON<never>[], { prepare: true });
}

const dialect = new PgDialect({ casing: "snake_case" });

/**
 * The name of this process's sessions in pg_stat_activity (application_name). PostgreSQL ends the sessions of a killed
 * process at once. While this process listens to a channel, others therefore know by this name that it is alive.
 */
export function sessionName(): string {
  return clients().sessionName;
}

/** Closes all connections of this process. */
export async function closeDatabase(): Promise<void> {
  const opened = globalThis.wooeyDatabase;
  globalThis.wooeyDatabase = undefined;
  await opened?.end();
}
