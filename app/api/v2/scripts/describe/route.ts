import { describeFile, describeFileOperation } from "@/server/api/script-uploads";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(describeFileOperation, (actor, { body, files }) => describeFile(actor, body, files)),
});
