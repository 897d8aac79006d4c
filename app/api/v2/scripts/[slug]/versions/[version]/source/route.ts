import { findSource, getVersionSourceOperation } from "@/server/api/versions";
import { allowV2, handle } from "@/server/http/api-v2";
import { sendSource } from "@/server/http/source";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getVersionSourceOperation, async (actor, { params }) => sendSource(await findSource(actor, params))),
});
