import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { sendReportPage } from "@/server/http/report-page";
import { openReport } from "@/server/jobs/report";

// The page around a report, alone or in a frame of another page. It allows one frame: that of the report.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; file: string }>({
  GET: api(
    async (request, { params, actor }) => sendReportPage(request, await openReport(actor, params)),
    actorOfBrowser,
  ),
});
