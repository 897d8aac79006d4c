import { z } from "zod";
import type { PersonQuery } from "@/components/manage/person-filters";
import { roleOptions } from "@/components/manage/roles";
import { queryText } from "@/server/http/query";

const roles = z.enum(roleOptions.map(({ value }) => value));

/** The filters in the address of the list of people. Invalid values are ignored. */
export const personQuery = z
  .object({ q: queryText, role: roles.nullable().catch(null), state: queryText, after: queryText })
  .transform(
    ({ q, role, state, after }): PersonQuery => ({
      text: q,
      role,
      isOff: state === "off",
      after: after || null,
    }),
  );
