import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { type AuditRow, escapeControls, toJsonLine } from "./json-line";
import { type AuditFilter, listAudit } from "./list";

const BATCH = 1000;

/** CSV as in RFC 4180, or a line of JSON for each entry. */
export type AuditFormat = "csv" | "json";

/**
 * All entries that match a filter, newest first, read a thousand at a time. Control characters are written out.
 * @throws unauthenticated, forbidden unless staff
 */
export function exportAudit(actor: Actor, filter: AuditFilter, format: AuditFormat = "csv"): AsyncIterable<string> {
  requireStaffReader(actor);
  return format === "csv" ? writeCsv(actor, filter) : writeLines(actor, filter, toJsonLine);
}

async function* writeCsv(actor: Actor, filter: AuditFilter): AsyncGenerator<string> {
  yield toCsvLine(["when", "who", "address", "what", "target", "detail"]);
  yield* writeLines(actor, filter, ({ at, actor: who, address, action, target, detail }) => {
    const details = Object.keys(detail).length > 0 ? JSON.stringify(detail) : "";
    return toCsvLine([at.toISOString(), who, address, action, target, details]);
  });
}

async function* writeLines(
  actor: Actor,
  filter: AuditFilter,
  toLine: (row: AuditRow) => string,
): AsyncGenerator<string> {
  let before = filter.before;
  for (;;) {
    const { rows, next } = await listAudit(actor, { ...filter, before, limit: BATCH });
    if (rows.length > 0) yield rows.map(toLine).join("");
    if (next === null) return;
    before = next;
  }
}

/** A cell that starts like a formula gets an apostrophe, which tells spreadsheets that it is text (OWASP, CSV injection). */
function toCsvLine(cells: string[]): string {
  const safe = cells.map(escapeControls).map((cell) => (/^[=+\-@\\]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}
