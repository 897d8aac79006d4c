import type { Actor } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { type AuditFilter, type AuditRow, listAudit } from "./list";

const BATCH = 1000;

/**
 * The whole of a filter as CSV (RFC 4180, UTF-8), streamed a thousand entries at a time, newest first.
 * @throws unauthenticated, forbidden unless staff
 */
export function exportAudit(actor: Actor, filter: AuditFilter): ReadableStream<Uint8Array> {
  requireStaff(actor);
  const lines = toLines(actor, filter);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void lines.return(undefined),
  });
}

async function* toLines(actor: Actor, filter: AuditFilter): AsyncGenerator<string, undefined> {
  yield line(["when", "who", "address", "what", "target", "detail"]);
  let before = filter.before;
  for (;;) {
    const { rows, next } = await listAudit(actor, { ...filter, before, limit: BATCH });
    if (rows.length > 0) yield rows.map(toLine).join("");
    if (next === null) return undefined;
    before = next;
  }
}

function toLine({ at, actor, address, action, target, detail }: AuditRow): string {
  const told = Object.keys(detail).length > 0 ? JSON.stringify(detail) : "";
  return line([at.toISOString(), actor, address, action, target, told]);
}

/** A text that begins like a formula gets an apostrophe, which spreadsheets take for "text" (OWASP, CSV injection). */
function line(cells: string[]): string {
  const safe = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}
