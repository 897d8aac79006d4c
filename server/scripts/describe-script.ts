import type { DescribeReport } from "@/command-line/spec";
import type { Actor } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { toFormFileReport } from "./add";
import { type DescribeRequest, describeByWorker } from "./describe-upload";

/**
 * Reads the command line of a stored file, or of its form file, and adds nothing.
 * @throws unauthenticated, forbidden unless staff, unavailable if no worker is online
 */
export async function describeScript(
  actor: Actor,
  { formFile, ...request }: DescribeRequest & { formFile?: string | undefined },
): Promise<DescribeReport> {
  requireStaff(actor);
  return formFile === undefined ? describeByWorker(request) : toFormFileReport(formFile, request.filename);
}
