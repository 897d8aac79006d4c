import { correctParameter, writeCorrectionOperation } from "@/server/api/corrections";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  PUT: handle(writeCorrectionOperation, (actor, { params, body }) => correctParameter(actor, params, body)),
});
