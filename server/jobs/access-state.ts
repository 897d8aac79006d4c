import { pg } from "@/db/client";
import { type Actor, userOf } from "@/server/auth/actor";

/** The rows on which it depends whether an actor sees a job, by id. */
export interface AccessRows {
  jobId: number;
  userId: number | null;
  sessionId: string | null;
  apiKeyId: number | null;
}

/** The rows for an actor and a job. */
export function accessRowsOf(actor: Actor, jobId: number): AccessRows {
  return {
    jobId,
    userId: userOf(actor)?.id ?? null,
    sessionId: actor.kind === "user" ? actor.sessionId : null,
    apiKeyId: actor.kind === "apiKey" ? actor.apiKeyId : null,
  };
}

/** Calls within this time share a query. */
const GATHER_MS = 20;
/** After this time the answer is found again in any case: some permissions end with time alone. */
const KNOWN_MS = 60_000;

interface Asked {
  rows: AccessRows;
  resolve(state: string): void;
  reject(error: unknown): void;
}

let asked: Asked[] = [];

/**
 * The same as `find`, which is only called again when one of the rows has changed: five hundred open streams that check
 * their permission at the same time cost one query.
 */
export function rememberWhileUnchanged<Found>(
  rows: AccessRows,
  find: () => Promise<Found | null>,
): () => Promise<Found | null> {
  let known: { state: string; at: number; found: Found } | null = null;
  return async () => {
    // Read first: a change in the meantime is then found the next time.
    const state = await readAccessState(rows);
    if (known?.state === state && Date.now() - known.at < KNOWN_MS) return known.found;
    const found = await find();
    known = found && { state, at: Date.now(), found };
    return found;
  };
}

/** A text that changes when one of the rows does. */
function readAccessState(rows: AccessRows): Promise<string> {
  if (asked.length === 0) setTimeout(() => void answer(), GATHER_MS);
  return new Promise((resolve, reject) => asked.push({ rows, resolve, reject }));
}

async function answer(): Promise<void> {
  const batch = asked;
  asked = [];
  try {
    const states = await readStates(batch.map(({ rows }) => rows));
    for (const [index, { resolve }] of batch.entries()) resolve(states[index] ?? "");
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** PostgreSQL marks each version of a row with the transaction that made it (xmin) and its position (ctid). */
async function readStates(all: AccessRows[]): Promise<string[]> {
  const rows = await pg<{ state: string }[]>`
    select concat_ws(' ',
      (select j.xmin || ':' || j.ctid from jobs j where j.id = asked.job_id),
      (select u.xmin || ':' || u.ctid from users u where u.id = asked.user_id),
      (select string_agg(m.group_id::text, ',' order by m.group_id) from user_group_members m where m.user_id = asked.user_id),
      (select s.xmin || ':' || s.ctid || (s.expires_at > now()) from sessions s where s.id = asked.session_id),
      (select k.xmin || ':' || k.ctid || coalesce(k.expires_at > now(), true) from api_keys k where k.id = asked.key_id)
    ) as state
    from unnest(
      ${all.map(({ jobId }) => jobId)}::int[], ${all.map(({ userId }) => userId)}::int[],
      ${all.map(({ sessionId }) => sessionId)}::uuid[], ${all.map(({ apiKeyId }) => apiKeyId)}::int[]
    ) with ordinality as asked(job_id, user_id, session_id, key_id, number)
    order by asked.number`;
  return rows.map(({ state }) => state);
}
