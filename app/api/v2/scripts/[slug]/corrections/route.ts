import { describeCorrections, listCorrectionsOperation } from "@/server/api/corrections";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listCorrectionsOperation, (actor, { params }) => describeCorrections(actor, params.slug)),
});
