import type { NextRequest } from "next/server";
import { publicOrigin } from "@/server/auth/from-request/address";
import { handlers } from "@/server/auth/next-auth";

// Next always puts http://localhost:PORT into `request.url`. Auth.js makes redirects and the names of its cookies from
// it, so it gets a plain Request with the origin that people use.
const asSeen = (request: NextRequest): NextRequest => {
  const { pathname, search } = new URL(request.url);
  // Auth.js uses nothing that only Next's requests have.
  return new Request(new URL(pathname + search, publicOrigin(request.headers)), request) as NextRequest;
};

export const GET = (request: NextRequest) => handlers.GET(asSeen(request));
export const POST = (request: NextRequest) => handlers.POST(asSeen(request));
