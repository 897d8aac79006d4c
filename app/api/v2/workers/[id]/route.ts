import { changeWorker, drainOrResume } from "@/server/api/workers";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  PATCH: handle(changeWorker, (actor, { params, body }) => drainOrResume(actor, params.id, body)),
});
