import {
  createAndDescribe,
  createEnvironmentOperation,
  listAllEnvironments,
  listEnvironmentsOperation,
} from "@/server/api/environments";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listEnvironmentsOperation, (actor) => listAllEnvironments(actor)),
  POST: handle(createEnvironmentOperation, (actor, { body }) => createAndDescribe(actor, body)),
});
