import type { Value } from "@/command-line/values";
import type { JobParameter } from "@/server/jobs/parameters";
import type { JobView } from "@/server/jobs/view";
import { phrase, t } from "@/server/language/text";
import { CopyButton } from "../ui/copy-button";
import { Disclosure } from "../ui/disclosure";
import { Duration } from "../ui/duration";
import { LocalTime } from "../ui/local-time";

const levels = [
  phrase("not isolated"),
  phrase("as another user, with limits"),
  phrase("Landlock: its own folder only, with limits"),
  phrase("bubblewrap: own processes, own network, own folder"),
];

/** The parameters, the command and the circumstances of a job, for people who repeat or explain it. */
export function JobDetails({ job }: { job: JobView }) {
  return (
    <div className="rounded-control border border-line bg-surface px-3 py-1">
      <Parameters parameters={job.parameters} />
      <Disclosure summary={t("Command")} className="border-t border-line">
        <div className="flex items-start gap-2">
          <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-13 break-all whitespace-pre-wrap">
            {job.command}
          </pre>
          <CopyButton text={job.command} label={t("Copy command")} size="icon" variant="quiet" />
        </div>
      </Disclosure>
      <Disclosure summary={t("Where and when it ran")} className="border-t border-line">
        <DescriptionRows
          rows={[
            { name: t("Job"), value: String(job.id) },
            { name: t("Permalink"), value: job.uuid },
            { name: t("Submitted"), value: <LocalTime at={job.createdAt.toISOString()} /> },
            ...(job.startedAt ? [{ name: t("Started"), value: <LocalTime at={job.startedAt.toISOString()} /> }] : []),
            ...(job.endedAt ? [{ name: t("Ended"), value: <LocalTime at={job.endedAt.toISOString()} /> }] : []),
            ...(job.startedAt && job.endedAt
              ? [{ name: t("Duration"), value: <Duration ms={job.endedAt.getTime() - job.startedAt.getTime()} /> }]
              : []),
            ...(job.signal ? [{ name: t("Signal"), value: job.signal }] : []),
            ...(job.isolationLevel === null ? [] : [{ name: t("Isolation"), value: explainLevel(job.isolationLevel) }]),
          ]}
        />
      </Disclosure>
    </div>
  );
}

/** More than these are folded, so that what follows stays in reach. */
const openRowsMax = 12;

/** What differs from the script's defaults; the other parameters are folded below. */
function Parameters({ parameters }: { parameters: JobParameter[] }) {
  const changed = parameters.filter((parameter) => parameter.isChanged);
  const others = parameters.filter((parameter) => !parameter.isChanged);
  return (
    <Disclosure
      summary={t("Parameters ({count})", { count: parameters.length })}
      open={changed.length > 0 && changed.length <= openRowsMax}
    >
      {changed.length === 0 ? (
        <p className="text-muted">{t("The script ran with its defaults.")}</p>
      ) : (
        <DescriptionRows rows={changed.map(toRow)} />
      )}
      {others.length > 0 ? (
        <Disclosure
          dense
          className="mt-2 text-muted"
          summary={t("{count, plural, one {# parameter with its default} other {# parameters with their defaults}}", {
            count: others.length,
          })}
        >
          <DescriptionRows rows={others.map(toRow)} />
        </Disclosure>
      ) : null}
    </Disclosure>
  );
}

function explainLevel(level: number): string {
  return t("level {level}: {meaning}", { level, meaning: t(levels[level] ?? "") });
}

interface Row {
  name: string;
  /** On hover over the name. */
  hint?: string;
  value: React.ReactNode;
}

function DescriptionRows({ rows }: { rows: Row[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]">
      {numbered(rows).map(({ row, number }) => (
        <div key={number} className="contents">
          <dt className="text-muted" title={row.hint}>
            <bdi>{row.name}</bdi>
          </dt>
          <dd className="mb-1 font-mono text-13 break-words sm:mb-0">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Two rows can have the same name; their order never changes. */
function numbered(rows: Row[]) {
  return rows.map((row, number) => ({ row, number }));
}

function toRow({ label, name, value }: JobParameter): Row {
  return { name: label, hint: name, value: value === null ? t("not set") : <bdi>{toText(value)}</bdi> };
}

function toText(value: Value): string {
  if (Array.isArray(value)) return value.map(toText).join(", ");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  return String(value);
}
