import { publicOrigin } from "@/server/auth/from-request/address";
import { allow, api } from "@/server/http/api";
import { openApiDocument } from "@/server/openapi/document";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request) => Response.json(openApiDocument(publicOrigin(request.headers)))),
});
