import postgres from "postgres";

export type Pg = postgres.Sql;
export type Transaction = postgres.TransactionSql;

/**
 * A postgres.js client for a database URL. As in libpq, `?host=/folder` is the folder of a Unix socket; postgres.js
 * reads it only from its options.
 */
export function connect(url: string, options: postgres.Options<Record<string, postgres.PostgresType>> = {}): Pg {
  const parsed = new URL(url);
  const socketFolder = parsed.searchParams.get("host");
  if (!socketFolder?.startsWith("/")) return postgres(url, { onnotice: () => undefined, ...options });
  return postgres({
    host: socketFolder,
    port: Number(parsed.port || 5432),
    username: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    onnotice: () => undefined,
    ...options,
  });
}
