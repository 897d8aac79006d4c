import type { NextRequest } from "next/server";
import { inngestMode } from "@/inngest/mode";

// An Inngest server calls here, signed. With the embedded engine nobody does: it calls the functions in its own process.
async function answer(request: NextRequest): Promise<Response> {
  if (inngestMode() === "embedded") return Response.json({ message: "Unauthorized" }, { status: 401 });
  const { servedToServer } = await import("./served");
  return servedToServer(request);
}

export const GET = answer;
export const POST = answer;
export const PUT = answer;
