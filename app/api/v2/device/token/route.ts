import { finishDeviceLogin, takeDeviceToken } from "@/server/api/device";
import { clientAddress } from "@/server/auth/from-request/address";
import { allowV2, handle } from "@/server/http/api-v2";
import { readFields } from "@/server/http/body";
import { deviceProblem } from "@/server/http/device-problem";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(takeDeviceToken, async (_actor, { request }) => {
    const result = await finishDeviceLogin(await readFields(request), { address: clientAddress(request.headers) });
    return "error" in result ? deviceProblem(result.error) : result;
  }),
});
