import { z } from "zod";
import { listAudit } from "@/server/audit/list";
import type { Actor } from "@/server/auth/actor";
import { fromCursor, idCursor, toCursor } from "./cursor";
import { apiSchemas, operation, pageOf, pageQuery, time } from "./operation";

const entry = z
  .strictObject({
    id: z.int(),
    at: time,
    actor: z.string().nullable().meta({ description: "Who acted, by the name at that time." }),
    address: z.string(),
    action: z.string().meta({ description: "Such as `script.patch`." }),
    target: z.string().meta({ description: "Such as `script:word-count`." }),
    detail: z.unknown(),
  })
  .register(apiSchemas, { id: "AuditEntry" });

const listQuery = z.strictObject({
  action: z.string().max(200).optional().meta({ description: "An action, or its noun, such as `script`." }),
  target: z.string().max(300).optional(),
  username: z.string().max(200).optional(),
  address: z.string().max(100).optional(),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: "Only entries since then (RFC 3339)." }),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: "Only entries before then." }),
  ...pageQuery,
});

export const listAuditOperation = operation({
  method: "get",
  path: "/api/v2/audit",
  id: "listAudit",
  tag: "Management",
  summary: "Read the audit, newest first",
  description: "Sign-ins, refusals and uses of keys are for administrators.",
  who: "staff",
  scope: "read",
  query: listQuery,
  answers: { 200: { description: "A page of entries.", schema: pageOf(entry) } },
});

/** A page of the audit. @throws forbidden, invalid on `after` */
export async function listAuditPage(actor: Actor, { after, since, until, ...filter }: z.output<typeof listQuery>) {
  const [before] = fromCursor(idCursor, after) ?? [];
  const times = { ...(since ? { since: new Date(since) } : {}), ...(until ? { until: new Date(until) } : {}) };
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const page = await listAudit(actor, { ...given, ...times, ...(before === undefined ? {} : { before }) });
  const items = page.rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  return { items, next: page.next === null ? null : toCursor([page.next]) };
}
