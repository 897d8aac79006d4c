import { z } from "zod";
import type { ScriptQuery } from "@/components/manage/script-query";
import { queryText } from "@/server/http/query";

/** The filters in the address of the list of scripts. Invalid values are ignored. */
export const scriptQuery = z
  .object({
    q: queryText,
    state: z.enum(["attention", "off"]).nullable().catch(null),
    after: z.string().max(600).catch(""),
  })
  .transform(({ q, state, after }): ScriptQuery => ({ text: q, state, after: after || null }));
