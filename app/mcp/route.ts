import { allow } from "@/server/http/api";
import { serveMcp } from "@/server/http/mcp";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  // Without a GET there are no streams of events: the server has nothing to say unasked.
  POST: serveMcp,
});
