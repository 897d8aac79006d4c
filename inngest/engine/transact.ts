import type { Pg, Transaction } from "@/db/connection";

const TRANSACT_MS_MAX = 20_000;

/**
 * Runs a transaction and retries it when the database was unreachable or two transactions conflicted: the result of a
 * call is worth a second try. If the first try was committed after all, the second must be harmless: results are guarded
 * by their lease's generation.
 */
export async function transact<T>(pg: Pg, body: (tx: Transaction) => Promise<T>): Promise<T> {
  const deadline = Date.now() + TRANSACT_MS_MAX;
  for (;;) {
    try {
      // The driver's type unwraps arrays of promises, which no body returns.
      return (await pg.begin(body)) as T;
    } catch (error) {
      if (!isTransient(error) || Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 100));
    }
  }
}

/**
 * Lost connections (codes of postgres.js and of the system), a server that stops or starts (57P), deadlocks (40), and a twin that
 * another transaction has added meanwhile (23505).
 */
function isTransient(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENOENT$|57P0|40|08|23505)/.test(code);
}
