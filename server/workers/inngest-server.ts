import { pg } from "@/db/client";
import type { Pg } from "@/db/connection";
import { env } from "@/server/env";
import { t } from "@/server/language/text";
import type { Finding } from "@/server/settings/machine";

/** What web processes have recorded about the Inngest server of the settings. */
export interface InngestServer {
  baseUrl: string;
  /** When it last took the functions, at which address it calls them, and why it has not taken them since. */
  registeredAt: Date | null;
  servedAt: string | null;
  registrationError: string | null;
  /** When it last took events, why it has not since, and since when the oldest event waits. */
  sentAt: Date | null;
  sendError: string | null;
  waitsSince: Date | null;
}

/** An event that has waited longer than this is late, even if the last attempt to send any went well. */
const LATE_MS = 60_000;

/** The state of the connection to the Inngest server; null when the engine is embedded. */
export async function findInngestServer(on: Pg = pg): Promise<InngestServer | null> {
  const baseUrl = env().INNGEST_BASE_URL;
  if (baseUrl === undefined) return null;
  const [row] = await on<[InngestServer]>`
    select ${baseUrl} as "baseUrl", registered_at as "registeredAt", served_at as "servedAt",
      registration_error as "registrationError", sent_at as "sentAt", send_error as "sendError",
      (select received_at from engine.events where scheduled_at is null and name not like 'inngest/%'
        order by position limit 1) as "waitsSince"
    from (values (1)) as one left join engine.server on base_url = ${baseUrl}`;
  return row;
}

/** The same as a sentence, with what to do about it. Jobs run in any case. */
export function inngestFinding(server: InngestServer): Finding {
  const { baseUrl: address, registeredAt, registrationError, sendError, waitsSince } = server;
  if (registrationError !== null) {
    const what = t("The Inngest server {address} has not taken the functions: {reason}", {
      address,
      reason: registrationError,
    });
    return { state: "note", what, fix: fixOf() };
  }
  if (registeredAt === null) {
    return {
      state: "note",
      what: t("The functions have not been registered with the Inngest server {address} yet", { address }),
      fix: fixOf(),
    };
  }
  const isLate = waitsSince !== null && Date.now() - waitsSince.getTime() > LATE_MS;
  if (sendError !== null || isLate) {
    const reason = sendError ?? t("events wait");
    return {
      state: "note",
      what: t("The Inngest server {address} takes no events: {reason}", { address, reason }),
      fix: fixOf(),
    };
  }
  return { state: "ok", what: t("The Inngest server {address} has the functions and takes events", { address }) };
}

function fixOf(): string {
  return t(
    "Start it, and check INNGEST_BASE_URL, the two keys and INNGEST_SERVE_ORIGIN. Jobs run meanwhile, but long output is not moved into storage, and expired jobs stay.",
  );
}
