import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { guardHeaders } from "@/server/http/download";
import { readQuery } from "@/server/http/query";
import { readTable, tableQuery } from "@/server/jobs/table-rows";

// Rows of a CSV or TSV file.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; file: string }>({
  GET: api(async (request, { params, actor }) => {
    const table = await readTable(actor, params, readQuery(tableQuery, request));
    return Response.json(table, { headers: guardHeaders() });
  }, actorOfBrowser),
});
