import { CircleCheck, CircleMinus } from "lucide-react";
import { phrase, t } from "@/server/language/text";
import type { ListedWorker } from "@/server/workers/list";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";
import { Timestamp } from "../ui/timestamp";

/** How scripts are confined at each isolation level. */
const levels: Record<number, string> = {
  0: phrase("none: a script can do everything that Wooey can"),
  1: phrase("its own user, and limits"),
  2: phrase("Landlock: no access to the files, network and processes of others"),
  3: phrase("bubblewrap: its own namespaces, read-only system"),
};

/** A worker: its state, its running jobs, and how it isolates scripts. */
export function WorkerCard({ worker, drain }: { worker: ListedWorker; drain: Action }) {
  const Icon = worker.isOnline ? CircleCheck : CircleMinus;
  const level = levels[worker.isolationLevel];
  return (
    <article className="flex flex-col gap-3 rounded-control border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span
          className={`inline-flex items-center gap-1.5 font-medium ${worker.isOnline ? "text-completed" : "text-stopped"}`}
        >
          <Icon />
          {worker.isOnline ? t("Online") : t("Offline")}
        </span>
        <h2 className="min-w-0 font-semibold break-all">{worker.host}</h2>
        <span className="text-muted">
          {fill(worker.isOnline ? t("process {pid} · since {time}", { pid: worker.pid }) : t("last seen {time}"), {
            time: <Timestamp at={worker.isOnline ? worker.startedAt : worker.heartbeatAt} />,
          })}
        </span>
      </div>
      {worker.isOnline || worker.running.length > 0 ? <Load worker={worker} /> : null}
      <Offer worker={worker} />
      {worker.isOnline ? <Draining worker={worker} drain={drain} /> : null}
      <p>
        {t("Script isolation: level {level} of 3", { level: worker.isolationLevel })}
        <span className="text-muted"> ({level ? t(level) : t("unknown")})</span>
      </p>
      {worker.isolationLevel < 3 && worker.isolationReason ? (
        <Notice kind={worker.isolationLevel === 0 ? "bad" : "warning"}>
          <p>{t(worker.isolationReason)}</p>
          {worker.isolationFix ? <p>{t(worker.isolationFix)}</p> : null}
        </Notice>
      ) : null}
      <p>
        {worker.cgroups
          ? t("Control groups limit the memory and the processes of a run as a whole.")
          : t("Control groups are not used: memory is limited for each process of a run, not for all together.")}
      </p>
      {worker.cgroups || !worker.cgroupsReason ? null : (
        <Notice>
          <p>{t(worker.cgroupsReason)}</p>
          <p>{t(worker.cgroupsFix)}</p>
        </Notice>
      )}
    </article>
  );
}

function Offer({ worker: { tags, gpus } }: { worker: ListedWorker }) {
  const parts = [
    ...(tags.length > 0 ? [t("Tags: {tags}", { tags: tags.join(", ") })] : []),
    ...(gpus.length > 0 ? [t("GPUs: {numbers}", { numbers: gpus.join(", ") })] : []),
  ];
  return parts.length > 0 ? <p>{parts.join(" · ")}</p> : null;
}

function Draining({ worker, drain }: { worker: ListedWorker; drain: Action }) {
  return (
    <ActionForm action={drain} errorsAs="toast" className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="id" value={worker.id} />
      <input type="hidden" name="isDraining" value={String(!worker.isDraining)} />
      {worker.isDraining ? <span>{t("This worker claims no more jobs. What it runs goes on.")}</span> : null}
      <SubmitButton variant="plain">{worker.isDraining ? t("Resume") : t("Drain")}</SubmitButton>
    </ActionForm>
  );
}

function Load({ worker }: { worker: ListedWorker }) {
  const { running, slots } = worker;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-3">
        <span aria-hidden className="flex flex-wrap gap-1">
          {Array.from({ length: Math.min(slots, 32) }, (_, index) => index + 1).map((slot) => (
            <span
              key={slot}
              className={`size-3 rounded-full border ${slot <= running.length ? "border-running bg-running" : "border-edge"}`}
            />
          ))}
        </span>
        <span className="tabular">
          {t("{slots, plural, one {{count} of # slot in use} other {{count} of # slots in use}}", {
            count: running.length,
            slots,
          })}
        </span>
      </div>
      {running.length > 0 ? (
        <ul className="flex flex-col">
          {running.slice(0, 20).map((job) => (
            <li key={job.id} className="flex min-w-0 gap-2">
              <Link href={`/jobs/${job.id}/`} className="truncate hover:text-accent hover:underline">
                <bdi>{job.name}</bdi>
              </Link>
              {job.startedAt ? (
                <span className="text-muted">
                  <Timestamp at={job.startedAt} />
                </span>
              ) : null}
            </li>
          ))}
          {running.length > 20 ? (
            <li className="text-muted">{t("and {count} more", { count: running.length - 20 })}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
