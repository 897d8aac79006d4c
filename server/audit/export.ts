import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { type AuditFilter, type AuditRow, listAudit } from "./list";

const BATCH = 1000;

/**
 * All entries that match a filter as CSV (RFC 4180), newest first, read a thousand at a time.
 * @throws unauthenticated, forbidden unless staff
 */
export function exportAudit(actor: Actor, filter: AuditFilter): AsyncIterable<string> {
  requireStaffReader(actor);
  return writeLines(actor, filter);
}

async function* writeLines(actor: Actor, filter: AuditFilter): AsyncGenerator<string> {
  yield line(["when", "who", "address", "what", "target", "detail"]);
  let before = filter.before;
  for (;;) {
    const { rows, next } = await listAudit(actor, { ...filter, before, limit: BATCH });
    if (rows.length > 0) yield rows.map(toLine).join("");
    if (next === null) return;
    before = next;
  }
}

function toLine({ at, actor, address, action, target, detail }: AuditRow): string {
  const details = Object.keys(detail).length > 0 ? JSON.stringify(detail) : "";
  return line([at.toISOString(), actor, address, action, target, details]);
}

/** A cell that starts like a formula gets an apostrophe, which tells spreadsheets that it is text (OWASP, CSV injection). */
function line(cells: string[]): string {
  const safe = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}
