import { requireStaff } from "@/server/auth/policy";
import { createEnvironment } from "@/server/environments/environments";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { readNewEnvironment } from "@/server/wooey/environment-fields";
import { toWooeyEnvironment } from "@/server/wooey/environments";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: api(async (request, { actor }) => {
    requireStaff(actor);
    const made = await createEnvironment(actor, readNewEnvironment(await readFields(request)));
    return Response.json({ valid: true, virtual_environment: toWooeyEnvironment(made) });
  }),
});
