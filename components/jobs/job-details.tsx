import type { CommandValues } from "@/server/introspection/argv/values";
import type { JobView } from "@/server/jobs/view";
import { CopyButton } from "../ui/copy-button";
import { Disclosure } from "../ui/disclosure";
import { Duration } from "../ui/duration";
import { formatExact } from "../ui/format";

const levels = [
  "not isolated",
  "as another user, with limits",
  "Landlock: its own folder only, with limits",
  "bubblewrap: own processes, own network, own folder",
];

/** What the job was given and where it ran: for whoever has to repeat or explain it. */
export function JobDetails({ job }: { job: JobView }) {
  const parameters = toRows(job.shownValues, "");
  return (
    <div className="rounded-control border border-line bg-surface px-3 py-1">
      <Disclosure summary={`Parameters (${parameters.length})`}>
        {parameters.length === 0 ? (
          <p className="text-muted">None: the script ran with its own defaults.</p>
        ) : (
          <Facts rows={parameters} />
        )}
      </Disclosure>
      <Disclosure summary="Command" className="border-t border-line">
        <div className="flex items-start gap-2">
          <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-13 break-all whitespace-pre-wrap">
            {job.command}
          </pre>
          <CopyButton text={job.command} label="Copy command" size="icon" variant="quiet" />
        </div>
      </Disclosure>
      <Disclosure summary="Where and when it ran" className="border-t border-line">
        <Facts
          rows={[
            { name: "Job", value: String(job.id) },
            { name: "Permalink", value: job.uuid },
            { name: "Submitted", value: formatExact(job.createdAt) },
            ...(job.startedAt ? [{ name: "Started", value: formatExact(job.startedAt) }] : []),
            ...(job.endedAt ? [{ name: "Ended", value: formatExact(job.endedAt) }] : []),
            ...(job.startedAt && job.endedAt
              ? [{ name: "Ran", value: <Duration ms={job.endedAt.getTime() - job.startedAt.getTime()} /> }]
              : []),
            ...(job.signal ? [{ name: "Signal", value: job.signal }] : []),
            ...(job.isolationLevel === null
              ? []
              : [{ name: "Isolation", value: `level ${job.isolationLevel}: ${levels[job.isolationLevel] ?? ""}` }]),
          ]}
        />
      </Disclosure>
    </div>
  );
}

interface Row {
  name: string;
  value: React.ReactNode;
}

function Facts({ rows }: { rows: Row[] }) {
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

/** The values as name and text, those of sub-commands behind the sub-command's name. */
function toRows(values: CommandValues, prefix: string): Row[] {
  return Object.entries(values).flatMap(([name, value]): Row[] => {
    if (value === undefined || value === null) return [];
    if (name !== "$command") return [{ name: prefix + name, value: toText(value) }];
    const chosen = values.$command;
    if (!chosen) return [];
    return [{ name: `${prefix}command`, value: chosen.name }, ...toRows(chosen.values, `${prefix}${chosen.name} `)];
  });
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
