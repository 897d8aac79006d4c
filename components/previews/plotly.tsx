import type { PreviewKind } from "./preview-kind";
import { ReportFrame } from "./report-frame";

/** A larger figure is shown as JSON: the server turns a figure into a page in memory (server/files/report.ts). */
const FIGURE_BYTES_MAX = 32 * 1024 * 1024;

/** Plotly figures as JSON. The server makes a report of one (server/files/plotly-figure.ts). */
export const plotlyKind: PreviewKind = {
  matches: ({ mediaType, sizeBytes }) =>
    mediaType === "application/vnd.plotly.v1+json" && sizeBytes <= FIGURE_BYTES_MAX,
  needsHead: false,
  Preview: ReportFrame,
};
