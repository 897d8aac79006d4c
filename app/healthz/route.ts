import { allow } from "@/server/http/api";

export const dynamic = "force-dynamic";

/** Whether this process answers. It does not check the database or the workers. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: () => new Response("ok\n"),
});
