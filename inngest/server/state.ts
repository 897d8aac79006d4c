import { pg } from "@/db/client";

/** Records that the server has taken the functions, which it calls at this address. */
export async function recordRegistered(baseUrl: string, servedAt: string): Promise<void> {
  await pg`
    insert into engine.server (id, base_url, registered_at, served_at) values (1, ${baseUrl}, now(), ${servedAt})
    on conflict (id) do update set base_url = excluded.base_url, registered_at = excluded.registered_at,
      served_at = excluded.served_at, registration_error = null,
      sent_at = case when server.base_url = excluded.base_url then server.sent_at end,
      send_error = case when server.base_url = excluded.base_url then server.send_error end`;
}

/** Records that the server has taken the events at these positions of the outbox. */
export async function recordSent(baseUrl: string, positions: string[]): Promise<void> {
  await pg`
    with sent as (update engine.events set scheduled_at = now() where position = any(${positions}::bigint[]))
    update engine.server set sent_at = now(), send_error = null where base_url = ${baseUrl}`;
}

/** Records why the server has taken the functions or the events of the last attempt not. */
export async function recordFailure(
  baseUrl: string,
  failed: { registration: string } | { sending: string },
): Promise<void> {
  const registration = "registration" in failed ? failed.registration : null;
  const sending = "sending" in failed ? failed.sending : null;
  await pg`
    insert into engine.server (id, base_url, registration_error, send_error)
    values (1, ${baseUrl}, ${registration}, ${sending})
    on conflict (id) do update set base_url = excluded.base_url,
      registered_at = case when server.base_url = excluded.base_url then server.registered_at end,
      sent_at = case when server.base_url = excluded.base_url then server.sent_at end,
      registration_error = coalesce(excluded.registration_error, server.registration_error),
      send_error = coalesce(excluded.send_error, server.send_error)`;
}
