import { startDevice, startDeviceLogin } from "@/server/api/device";
import { clientAddress, publicOrigin } from "@/server/auth/from-request/address";
import { allowV2, handle } from "@/server/http/api-v2";
import { readFields } from "@/server/http/body";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(startDevice, async (_actor, { request }) => {
    const from = { address: clientAddress(request.headers), origin: publicOrigin(request.headers) };
    return startDeviceLogin(await readFields(request), from);
  }),
});
