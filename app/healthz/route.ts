import { allow } from "@/server/http/api";

export const dynamic = "force-dynamic";

/** Whether this process answers; says nothing about what is behind it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: () => new Response("ok\n"),
});
