/** The media type of a Plotly figure as JSON, as Jupyter names it. */
export const PLOTLY_MEDIA_TYPE = "application/vnd.plotly.v1+json";

const traceTypes =
  "scatter3d|scattergl|scatterpolar|scattergeo|scattermap|scattermapbox|scatter|bar|barpolar|pie|heatmap|histogram2d|histogram|" +
  "contour|box|violin|surface|mesh3d|choropleth|candlestick|ohlc|sankey|sunburst|treemap|funnel|waterfall|parcoords|splom|table|indicator";
/** A figure starts with its data or with its layout, and each trace says what it is. */
const start = /^\s*\{\s*"(?:data|layout)"\s*:\s*[[{]/;
const trace = new RegExp(
  `"hovertemplate"\\s*:|"type"\\s*:\\s*"(?:${traceTypes})"|"mode"\\s*:\\s*"(?:lines|markers|text)`,
);

/** Whether a JSON text is a Plotly figure, from its start. */
export function isPlotlyFigure(head: string): boolean {
  return start.test(head) && trace.test(head);
}

/**
 * A page that draws a Plotly figure, for the frame of a report. The figure is data of the page, not a script. The library
 * is replaced by this site's copy, as in any report.
 */
export function toPlotlyPage(json: string): string {
  // Whatever the figure contains, it cannot end its element.
  const data = json.replaceAll("<", "\\u003c");
  return `<!doctype html>
<meta charset="utf-8">
<style>html,body,#plot{height:100%;margin:0;font-family:sans-serif}</style>
<script src="https://cdn.plot.ly/plotly-4.1.2.min.js"></script>
<div id="plot"></div>
<script type="application/json" id="figure">${data}</script>
<script>
try {
  const { data, layout = {}, frames } = JSON.parse(document.getElementById("figure").textContent);
  Plotly.newPlot("plot", { data, layout, frames, config: { responsive: true } });
} catch (error) {
  document.getElementById("plot").textContent = String(error);
}
</script>
`;
}
