import { describeQueue, getQueue } from "@/server/api/workers";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getQueue, (actor) => describeQueue(actor)),
});
