import type { Metric } from "@/server/jobs/metrics";
import { t } from "@/server/language/text";
import { Disclosure } from "../ui/disclosure";
import { displayName } from "../ui/display-name";
import { formatMetric } from "./format-metric";

/** The figures shown at once. Further ones are folded. */
const shownMax = 8;

/** What a script has reported about its run, as figures. */
export function JobMetrics({ metrics }: { metrics: Metric[] }) {
  const folded = metrics.slice(shownMax);
  return (
    <section aria-labelledby="metrics" className="flex flex-col gap-2">
      <h2 id="metrics" className="sr-only">
        {t("Metrics")}
      </h2>
      <Figures metrics={metrics.slice(0, shownMax)} />
      {folded.length > 0 ? (
        <Disclosure
          dense
          className="text-13 text-muted"
          summary={t("{count, plural, one {# more metric} other {# more metrics}}", { count: folded.length })}
        >
          <div className="pt-1">
            <Figures metrics={folded} />
          </div>
        </Disclosure>
      ) : null}
    </section>
  );
}

function Figures({ metrics }: { metrics: Metric[] }) {
  return (
    <dl className="flex flex-wrap gap-2">
      {metrics.map(({ name, value }) => (
        <div
          key={name}
          className="max-w-64 min-w-28 rounded-control border border-line bg-surface px-3 py-1.5 text-ink"
        >
          <dt className="truncate text-12 text-muted" title={displayName(name)}>
            <bdi>{displayName(name)}</bdi>
          </dt>
          <dd className="truncate text-16 font-semibold tabular" title={String(value)}>
            <bdi>{formatMetric(value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
