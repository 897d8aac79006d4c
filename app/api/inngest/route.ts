import type { NextRequest } from "next/server";
import { inngestMode } from "@/inngest/mode";

// An Inngest server calls this route with a signature. The embedded engine calls the functions in its own process.
async function answer(request: NextRequest): Promise<Response> {
  if (inngestMode() === "embedded") return Response.json({ message: "Unauthorized" }, { status: 401 });
  const { servedToServer } = await import("./served");
  return servedToServer(request);
}

export const GET = answer;
export const POST = answer;
export const PUT = answer;
