import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { functions } from "@/inngest/functions/all";
import { inngest } from "@/inngest/sdk";

const served = serve({ client: inngest, functions, enableUnauthedSync: false });

/** Answers an Inngest server. A request without a valid signature gets 401, whatever its method. */
export function servedToServer(request: NextRequest): Promise<Response> {
  const handler = { GET: served.GET, POST: served.POST, PUT: served.PUT }[request.method];
  return handler ? handler(request, undefined) : Promise.resolve(new Response(null, { status: 405 }));
}
