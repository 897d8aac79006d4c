import { describeMe, getMe } from "@/server/api/account";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getMe, (actor) => describeMe(actor)),
});
