import { z } from "zod";
import { columnsMax, type JobListQuery, scopes, stateNames } from "@/components/jobs/job-list-query";
import { toId } from "@/server/http/path-id";
import { queryDay, queryText, queryTimeZone } from "@/server/http/query";
import { normalizeTag } from "@/server/scripts/tag-names";

/** The filters in the address of the list of jobs. Invalid values are ignored. */
export const jobListQuery = z
  .object({
    scope: z.enum(scopes).catch("mine"),
    status: z.enum(stateNames).nullable().catch(null),
    script: queryText,
    q: queryText,
    user: queryText,
    tag: queryText,
    since: queryDay,
    until: queryDay,
    zone: queryTimeZone,
    before: queryText.transform((text) => toId(text) || null),
    columns: queryText.transform(toColumns),
  })
  .transform(
    ({ scope, status, script, q, user, tag, since, until, zone, before, columns }): JobListQuery => ({
      scope,
      state: status,
      script: script || null,
      text: q,
      username: user || null,
      tag: normalizeTag(tag) || null,
      since: since || null,
      until: until || null,
      zone,
      before,
      columns,
    }),
  );

/** No name of a metric contains a comma. */
function toColumns(text: string): string[] {
  return [...new Set(text.split(",").filter(Boolean))].slice(0, columnsMax);
}
