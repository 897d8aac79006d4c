import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { queryText, readQuery } from "@/server/http/query";
import { findDestinations } from "@/server/palette/find";

const paletteQuery = z.object({ q: queryText.default("") });

// `{ scripts, jobs, tags, people }` that the command palette offers for `?q`.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (request, { actor }) => {
    const { q } = readQuery(paletteQuery, request);
    return Response.json(await findDestinations(actor, q));
  }, actorOfBrowser),
});
