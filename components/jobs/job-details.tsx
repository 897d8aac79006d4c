import type { CommandValues } from "@/command-line/values";
import type { JobView } from "@/server/jobs/view";
import { formatExact } from "@/server/language/format";
import { phrase, t } from "@/server/language/text";
import { CopyButton } from "../ui/copy-button";
import { Disclosure } from "../ui/disclosure";
import { Duration } from "../ui/duration";

const levels = [
  phrase("not isolated"),
  phrase("as another user, with limits"),
  phrase("Landlock: its own folder only, with limits"),
  phrase("bubblewrap: own processes, own network, own folder"),
];

/** The parameters, the command and the circumstances of a job, for people who repeat or explain it. */
export function JobDetails({ job }: { job: JobView }) {
  const parameters = toRows(job.displayValues, "");
  return (
    <div className="rounded-control border border-line bg-surface px-3 py-1">
      <Disclosure summary={t("Parameters ({count})", { count: parameters.length })}>
        {parameters.length === 0 ? (
          <p className="text-muted">{t("None. The script ran with its defaults.")}</p>
        ) : (
          <DescriptionRows rows={parameters} />
        )}
      </Disclosure>
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
            { name: t("Submitted"), value: formatExact(job.createdAt) },
            ...(job.startedAt ? [{ name: t("Started"), value: formatExact(job.startedAt) }] : []),
            ...(job.endedAt ? [{ name: t("Ended"), value: formatExact(job.endedAt) }] : []),
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

function explainLevel(level: number): string {
  return t("level {level}: {meaning}", { level, meaning: t(levels[level] ?? "") });
}

interface Row {
  name: string;
  value: React.ReactNode;
}

function DescriptionRows({ rows }: { rows: Row[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]">
      {rows.map((row) => (
        <div key={row.name} className="contents">
          <dt className="text-muted">{row.name}</dt>
          <dd className="mb-1 font-mono text-13 break-words sm:mb-0">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The values as names and texts. Names of sub-commands prefix those of their parameters. */
function toRows(values: CommandValues, prefix: string): Row[] {
  return Object.entries(values).flatMap(([name, value]): Row[] => {
    if (value === undefined || value === null) return [];
    if (name !== "$command") return [{ name: prefix + name, value: toText(value) }];
    const command = values.$command;
    if (!command) return [];
    return [
      { name: `${prefix}${t("command")}`, value: command.name },
      ...toRows(command.values, `${prefix}${command.name} `),
    ];
  });
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(", ");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  return String(value);
}
