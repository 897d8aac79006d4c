import { publicOrigin } from "@/server/auth/address";
import { allow, api } from "@/server/http";
import { openApiDocument } from "@/server/openapi/document";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request) => Response.json(openApiDocument(publicOrigin(request.headers)))),
});
