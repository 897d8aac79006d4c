import { publicOrigin } from "@/server/auth/address";
import { allow, api } from "@/server/http";
import { sendWooeyDetails } from "@/server/wooey/details";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  GET: api((request, { params, actor }) => sendWooeyDetails(actor, params.id, publicOrigin(request.headers))),
});
