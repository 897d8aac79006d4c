import { allow, api } from "@/server/http/api";
import { sendClientProgram } from "@/server/http/client-program";

// The command line for other machines: curl -O https://…/cli/wooey.mjs
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request) => sendClientProgram(request)),
});
