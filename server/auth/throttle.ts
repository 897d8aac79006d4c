import { setTimeout as wait } from "node:timers/promises";
import { pg } from "@/db/client";
import { env } from "@/server/env";
import { countAttempt, returnAttempt, tooManyAttempts } from "./attempts";
import { networkOf } from "./network";

// How guessing passwords is slowed down without locking anybody out: docs/security/accounts.md.

/** Guesses that need no waiting: people mistype. */
const FREE_GUESSES = 5;
const DELAY_SECONDS_MAX = 900;
/** After this long without a guess, the count starts again. */
const MEMORY_SECONDS = 3600;

/** Past its budget, an address may guess once in so many seconds, and waits at most so long for its turn. */
const TURN_SECONDS = 2;
const TURN_WAIT_SECONDS_MAX = 10;
/** Past a username's budget, a guess waits longer with each further failure, at most so long. */
const NAME_WAIT_SECONDS_MAX = 10;

/**
 * Counts one guess of a password under `key`. After a few, the next one has to wait 1, 2, 4 … seconds, at most 15
 * minutes. The guess counts before its result is known, because many could be sent at once. @throws limit
 */
export async function takeGuess(key: string): Promise<void> {
  const delay = pg`make_interval(secs => case when a.points < ${FREE_GUESSES} then 0
    else least(${DELAY_SECONDS_MAX}, power(2, least(a.points - ${FREE_GUESSES}, 20))) end)`;
  const nextAt = pg`a.window_ends_at - make_interval(secs => ${MEMORY_SECONDS}) + ${delay}`;
  const taken = await pg`
    insert into attempts as a (key, points, window_ends_at)
    select ${key.slice(0, 300)}, 1, now() + make_interval(secs => ${MEMORY_SECONDS})
    from set_config('synchronous_commit', 'off', true)
    on conflict (key) do update set
      points = case when a.window_ends_at <= now() then 1 else a.points + 1 end,
      window_ends_at = excluded.window_ends_at
    where a.points < ${FREE_GUESSES} or ${nextAt} <= now()
    returning points`;
  if (taken.length > 0) return;
  const [row] = await pg<{ waitSeconds: number }[]>`
    select greatest(1, least(extract(epoch from ${delay}), ceil(extract(epoch from ${nextAt} - now()))))::int as "waitSeconds"
    from attempts a where key = ${key.slice(0, 300)}`;
  throw tooManyAttempts(row?.waitSeconds ?? 1);
}

/** Forgets the guesses under `key`, because one was right. */
export async function forgetGuesses(key: string): Promise<void> {
  await pg`delete from attempts where key = ${key.slice(0, 300)}`;
}

/** `device` is the id of a browser in which this account has signed in before; null for any other. */
export interface SignInAttempt {
  username: string;
  address: string;
  device: string | null;
}

/** Counts kept for one attempt, which a right password returns. */
export interface CountedAttempt {
  guesses: string;
  budgets: string[];
}

/**
 * Admits an attempt to sign in, or makes it wait. A known device counts only its own guesses, so that no stranger can
 * hold it up. For any other, guesses count by username and address together. Beyond the budget of failures
 * (WOOEY_LIMIT_FAILED_LOGINS_PER_HOUR) that all of them share, attempts at a username wait for seconds, and those from
 * an address take turns.
 * @throws limit
 */
export async function admitSignIn({ username, address, device }: SignInAttempt): Promise<CountedAttempt> {
  if (device !== null) {
    const guesses = `login device ${device} ${username}`;
    await takeGuess(guesses);
    return { guesses, budgets: [] };
  }
  const network = networkOf(address);
  const guesses = `login ${username} from ${network}`;
  await takeGuess(guesses);
  const ofName = `login name ${username}`;
  const ofAddress = `login address ${network}`;
  const budget = env().WOOEY_LIMIT_FAILED_LOGINS_PER_HOUR;
  const overName = (await countAttempt(ofName, 3600)).points - budget;
  const overAddress = network === "" ? 0 : (await countAttempt(ofAddress, 3600)).points - budget;
  const turnSeconds = overAddress > 0 ? await takeTurn(`login turn ${network}`) : 0;
  const nameSeconds = overName > 0 ? Math.min(NAME_WAIT_SECONDS_MAX, overName / 10) : 0;
  // Waiting costs the server nothing, and those who wait leave the processors to the others.
  await wait(Math.max(turnSeconds, nameSeconds) * 1000);
  return { guesses, budgets: network === "" ? [ofName] : [ofName, ofAddress] };
}

/** Takes back what `admitSignIn` has counted, because the password was right. */
export async function returnSignIn({ guesses, budgets }: CountedAttempt): Promise<void> {
  await forgetGuesses(guesses);
  for (const key of budgets) await returnAttempt(key);
}

/** Seconds until the turn of this attempt. @throws limit if the queue is too long */
async function takeTurn(key: string): Promise<number> {
  const [row] = await pg<{ waitSeconds: number }[]>`
    insert into attempts as a (key, points, window_ends_at)
    values (${key}, 1, now() + make_interval(secs => ${TURN_SECONDS}))
    on conflict (key) do update set
      window_ends_at = greatest(a.window_ends_at, now()) + make_interval(secs => ${TURN_SECONDS})
    where a.window_ends_at <= now() + make_interval(secs => ${TURN_WAIT_SECONDS_MAX})
    returning extract(epoch from window_ends_at - now())::float8 - ${TURN_SECONDS}::float8 as "waitSeconds"`;
  if (!row) throw tooManyAttempts(TURN_WAIT_SECONDS_MAX);
  return Math.max(0, row.waitSeconds);
}
