import type { PlotModel } from "./plot-choice";
import type { AxisLabel } from "./scale";

interface Props {
  model: PlotModel;
  label: string;
  xTitle: string;
  yTitle: string;
}

const SIZE = { width: 720, height: 420 };
const LEGEND_HEIGHT = 24;
const AREA = { left: 76, top: 12, width: 632, height: 330 };

/** In this order; both themes have them, and text on the page uses them too, so that they are easy to see. */
const colours = ["accent", "failed", "running", "error", "ansi-magenta", "ansi-green", "ink", "faint"];
const colourOf = (series: number) => `var(--color-${colours[series % colours.length]})`;

const xAt = (position: number) => AREA.left + position * AREA.width;
const yAt = (position: number) => AREA.top + (1 - position) * AREA.height;

/** A plot as a picture, with its legend, so that a saved one is complete. */
export function PlotFigure({ model, label, xTitle, yTitle }: Props) {
  const hasLegend = model.series.some((series) => series.label !== null);
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height + (hasLegend ? LEGEND_HEIGHT : 0)}`}
      role="img"
      aria-label={label}
      className="w-full max-w-[56rem] min-w-[40rem]"
    >
      <g fontFamily="Inter Variable, sans-serif" fontSize="12" fill="var(--color-muted)" stroke="none">
        <YAxis labels={model.yLabels} />
        <XAxis labels={model.xLabels} />
        <text x={AREA.left + AREA.width / 2} y={SIZE.height - 8} textAnchor="middle" fontWeight="600">
          {cut(xTitle, 80)}
        </text>
        <text
          transform={`translate(14 ${AREA.top + AREA.height / 2}) rotate(-90)`}
          textAnchor="middle"
          fontWeight="600"
        >
          {cut(yTitle, 40)}
        </text>
      </g>
      <Marks model={model} />
      {hasLegend ? <Legend series={model.series} /> : null}
    </svg>
  );
}

function Legend({ series }: Pick<PlotModel, "series">) {
  const width = AREA.width / series.length;
  return series.map(({ label }, index) => (
    <g key={label} transform={`translate(${round(AREA.left + index * width)} ${SIZE.height + 8})`}>
      <circle cx="5" cy="-4" r="5" fill={colourOf(index)} />
      <text x="15" fontFamily="Inter Variable, sans-serif" fontSize="12" fill="var(--color-muted)">
        {cut(label ?? "", Math.floor((width - 18) / 7))}
      </text>
    </g>
  ));
}

function Marks({ model }: { model: PlotModel }) {
  if (model.kind === "bars") {
    return model.bars.map(({ left, width, bottom, top, series, label, value }) => (
      <rect
        key={`${label}-${series}-${left}`}
        x={xAt(left)}
        y={yAt(top)}
        width={width * AREA.width}
        height={(top - bottom) * AREA.height}
        fill={colourOf(series)}
      >
        <title>{`${label}: ${value}`}</title>
      </rect>
    ));
  }
  if (model.kind === "line") {
    return model.series.map(({ label, points }, index) => (
      <polyline
        key={label}
        points={points.map(({ x, y }) => `${round(xAt(x))},${round(yAt(y))}`).join(" ")}
        fill="none"
        stroke={colourOf(index)}
        strokeWidth="1.5"
      />
    ));
  }
  // One path for all points of a colour: thousands of elements would make the page slow.
  return model.series.map(({ label, points }, index) => (
    <path
      key={label}
      d={points.map(({ x, y }) => `M${round(xAt(x))} ${round(yAt(y))}h0`).join("")}
      stroke={colourOf(index)}
      strokeWidth="5"
      strokeLinecap="round"
      strokeOpacity="0.6"
      fill="none"
    />
  ));
}

function YAxis({ labels }: { labels: AxisLabel[] }) {
  return labels.map(({ position, label }) => (
    <g key={label}>
      <line
        x1={AREA.left}
        x2={AREA.left + AREA.width}
        y1={yAt(position)}
        y2={yAt(position)}
        stroke="var(--color-line)"
        strokeWidth="1"
      />
      <text x={AREA.left - 8} y={yAt(position) + 4} textAnchor="end">
        {cut(label, 9)}
      </text>
    </g>
  ));
}

/** Many labels are turned, so that they do not overlap. */
function XAxis({ labels }: { labels: AxisLabel[] }) {
  const isTurned = labels.some(({ label }) => label.length * 7 > AREA.width / labels.length);
  return labels.map(({ position, label }) => (
    <text
      key={label}
      transform={`translate(${round(xAt(position))} ${AREA.top + AREA.height + 18})${isTurned ? " rotate(-35)" : ""}`}
      textAnchor={isTurned ? "end" : "middle"}
    >
      {cut(label, isTurned ? 11 : 24)}
    </text>
  ));
}

const round = (value: number) => Math.round(value * 10) / 10;

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
