import { createApiKey, createApiKeyInput } from "@/server/api-keys/create";
import { requireSession } from "@/server/auth/policy";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";

const nameMissing = { valid: false, errors: { name: ["This field is required."] } };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: api(async (request, { actor }) => {
    requireSession(actor);
    const fields = await readFields(request);
    if (String(fields.name ?? "").trim() === "") return Response.json(nameMissing); // with status 200, as Wooey answers
    const made = await createApiKey(actor, createApiKeyInput.pick({ name: true }).parse(fields));
    const created_date = made.createdAt.toISOString();
    return Response.json({ id: made.id, name: made.name, created_date, api_key: made.key });
  }),
});
