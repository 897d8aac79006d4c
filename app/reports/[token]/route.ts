import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { spendReportToken } from "@/server/files/report-token";
import { allow, api } from "@/server/http/api";
import { sendStored } from "@/server/http/download";
import { loadedBy, sendReport } from "@/server/http/report";
import { getReport } from "@/server/jobs/report";

// Loaded by the frame of a report's page, the report runs; opened in any other way, it is saved. Browsers tell which one it
// is, but not over plain HTTP: there, a token opens the report once, and the frame has used it when a person learns it.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ token: string }>({
  GET: api(async (request, { params, actor }) => {
    const report = await getReport(actor, params.token);
    const loader = loadedBy(request.headers);
    const isFramed = loader === "frame" || (loader === "unknown" && spendReportToken(params.token));
    return isFramed ? sendReport(request, report) : sendStored(request, report, "attachment");
  }, actorOfBrowser),
});
