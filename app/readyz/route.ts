import { allow } from "@/server/http/api";
import { findReadiness } from "@/server/workers/health";

export const dynamic = "force-dynamic";

/**
 * Whether jobs can be accepted and run; 503 with what is missing. Warnings do not count: jobs run without what they name. It
 * finds no actor, as that needs the database.
 */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: async () => {
    const { missing, warnings } = await findReadiness();
    const status = missing.length === 0 ? 200 : 503;
    return Response.json({ ready: status === 200, missing, warnings }, { status });
  },
});
