import { allow } from "@/server/http/api";
import { findMissing } from "@/server/workers/health";

export const dynamic = "force-dynamic";

/** Whether jobs can be accepted and run; 503 with what is missing. It finds no actor, as that needs the database. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: async () => {
    const missing = await findMissing();
    const status = missing.length === 0 ? 200 : 503;
    return Response.json({ ready: status === 200, missing }, { status });
  },
});
