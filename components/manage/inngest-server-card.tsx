import { t } from "@/server/language/text";
import type { Finding } from "@/server/settings/machine";
import type { InngestServer } from "@/server/workers/inngest-server";
import { fill } from "../ui/fill";
import { Notice } from "../ui/notice";
import { Timestamp } from "../ui/timestamp";

/** The Inngest server that runs the durable functions: whether it has them, and takes events. */
export function InngestServerCard({ server, finding }: { server: InngestServer; finding: Finding }) {
  const { state, what, fix } = finding;
  return (
    <article className="flex flex-col gap-3 rounded-control border border-line bg-surface p-4">
      <h2 className="font-semibold break-all">{server.baseUrl}</h2>
      {state === "ok" ? (
        <p>{what}</p>
      ) : (
        <Notice kind="warning">
          <p>{what}</p>
          <p>{fix}</p>
        </Notice>
      )}
      {server.registeredAt ? (
        <p className="text-muted break-all">
          {fill(t("Functions registered {time}, at {address}", { address: server.servedAt ?? "" }), {
            time: <Timestamp at={server.registeredAt} />,
          })}
        </p>
      ) : null}
    </article>
  );
}
