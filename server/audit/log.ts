import { pg } from "@/db/client";
import { type AuditRow, toJsonLine } from "./json-line";

/** The channel on which a process hears that entries wait to be printed. */
export const auditLogChannel = "wooey_audit_log";

const BATCH = 500;

/**
 * Prints every entry of the audit once it is stored, as a line of JSON, until the returned function is called. Entries
 * wait in a queue for it, so that none is missed, and several processes can share the work.
 */
export async function followAudit(print: (line: string) => void): Promise<() => Promise<void>> {
  let last: Promise<void> = Promise.resolve();
  const drain = () => {
    last = last
      .then(() => printQueued(print))
      .catch((error: unknown) => {
        console.error("The audit could not be printed:", error);
      });
  };
  // The third function is called at the start and after each interruption of the connection.
  const { unlisten } = await pg.listen(auditLogChannel, drain, drain);
  return async () => {
    await unlisten();
    await last;
  };
}

/** Prints what waits, oldest first. An entry whose printing fails stays in the queue. */
export async function printQueued(print: (line: string) => void): Promise<void> {
  for (let printed = BATCH; printed === BATCH; ) {
    printed = await pg.begin(async (tx) => {
      const rows = await tx<AuditRow[]>`
        with taken as (
          delete from audit_log_queue where id in (
            select id from audit_log_queue order by id limit ${BATCH} for update skip locked)
          returning id)
        select a.id::float8 as id, a.at, a.actor, a.address, a.action, a.target, a.detail
        from audit a join taken on taken.id = a.id order by a.id`;
      for (const row of rows) print(toJsonLine(row));
      return rows.length;
    });
  }
}
