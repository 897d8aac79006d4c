import { beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aUser } from "@/db/testing/factories";
import { env } from "@/server/env";
import { changePassword } from "@/server/users/change-password";
import { withAccount } from "./known-device";
import { verifyPassword } from "./password";
import { startSession } from "./sign-in";
import { takeGuess } from "./throttle";

const password = "correct horse battery";
const budget = env().WOOEY_LIMIT_FAILED_LOGINS_PER_HOUR;

interface Attempt {
  username: string;
  given?: string;
  address?: string;
  deviceCookie?: string;
}

/** The code of the error; "" if the sign-in succeeds. */
async function signIn({ username, given = password, address = "198.51.100.1", deviceCookie }: Attempt) {
  const origin = { address, userAgent: "test", browserHash: null, ...(deviceCookie ? { deviceCookie } : {}) };
  try {
    await startSession({ username, password: given }, origin);
    return "";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** As if there had been so many failures within the last hour. */
async function failed(key: string, points: number) {
  await pg`insert into attempts (key, points, window_ends_at) values (${key}, ${points}, now() + interval '50 minutes')
    on conflict (key) do update set points = excluded.points`;
}

async function secondsOf(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return (performance.now() - start) / 1000;
}

beforeEach(async () => {
  await pg`delete from attempts`;
});

describe("takeGuess", () => {
  const waitOf = async (key: string) =>
    takeGuess(key).then(
      () => 0,
      (error: { retryAfterSeconds: number }) => error.retryAfterSeconds,
    );
  const pass = (seconds: number) =>
    pg`update attempts set window_ends_at = window_ends_at - make_interval(secs => ${seconds})`;

  test("five guesses need no waiting; then the wait doubles up to 15 minutes, and an hour without one ends it", async () => {
    for (let n = 0; n < 5; n++) expect(await waitOf("a")).toBe(0);
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      const seconds = await waitOf("a");
      waits.push(seconds);
      await pass(seconds);
      expect(await waitOf("a")).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(await waitOf("b")).toBe(0);
    await pass(3600);
    for (let n = 0; n < 5; n++) expect(await waitOf("a")).toBe(0);
  });

  test("guesses that are sent at once do not exceed the free ones", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => waitOf("parallel")));
    const taken = results.filter((seconds) => seconds === 0).length;
    expect(taken).toBeGreaterThanOrEqual(5);
    expect(taken).toBeLessThan(8); // on a slow machine, the first delays pass meanwhile
  });
});

describe("a lock-out", () => {
  test("of a person by a stranger's guesses is impossible: from elsewhere they sign in at once", async () => {
    await aUser({ username: "victim", password });
    for (let n = 0; n < 5; n++) expect(await signIn({ username: "victim", given: "wrong" })).toBe("invalid");
    expect(await signIn({ username: "victim", given: "wrong" })).toBe("limit");
    expect(await signIn({ username: "victim" })).toBe("limit");
    expect(await signIn({ username: "victim", address: "203.0.113.9" })).toBe("");
  });

  test("by guesses from everywhere only makes unknown browsers wait, and known ones not at all", async () => {
    const { id } = await aUser({ username: "hunted", password });
    const deviceCookie = withAccount(undefined, id);
    await failed("login name hunted", budget + 30);
    expect(await secondsOf(signIn({ username: "hunted", deviceCookie }))).toBeLessThan(2.5);
    const slowed = signIn({ username: "hunted", address: "203.0.113.10" });
    expect(await secondsOf(slowed)).toBeGreaterThan(3);
    expect(await slowed).toBe("");
  });

  test("of everyone at an address is impossible for known browsers; unknown ones take turns", async () => {
    const { id } = await aUser({ username: "colleague", password });
    await failed("login address 198.51.100.1", budget);
    await pg`
      insert into attempts (key, points, window_ends_at) values ('login turn 198.51.100.1', 1, now() + interval '11 s')`;
    expect(await signIn({ username: "colleague" })).toBe("limit");
    expect(await signIn({ username: "colleague", deviceCookie: withAccount(undefined, id) })).toBe("");
    expect(await signIn({ username: "colleague", address: "203.0.113.11" })).toBe("");
  });

  test("a known browser counts its own guesses alone", async () => {
    const { id } = await aUser({ username: "forgetful", password });
    const deviceCookie = withAccount(undefined, id);
    for (let n = 0; n < 5; n++) await signIn({ username: "forgetful", given: "wrong", deviceCookie });
    expect(await signIn({ username: "forgetful", deviceCookie })).toBe("limit");
    expect(await signIn({ username: "forgetful", deviceCookie: withAccount(undefined, id) })).toBe("");
  });

  test("of a person who is signed in from changing the password is impossible", async () => {
    const user = await aUser({ username: "worried", password });
    const actor = await actorOf(user);
    for (let n = 0; n < 6; n++) await signIn({ username: "worried", given: "wrong" });
    await failed("login name worried", budget * 10);
    await changePassword(actor, { present: password, password: "another horse entirely" });
    const [row] = await pg`select password_hash from users where id = ${user.id}`;
    expect(await verifyPassword(row?.password_hash, "another horse entirely")).toBe(true);
  });

  test("a session that guesses the current password has to wait, and other sessions do not", async () => {
    const user = await aUser({ password });
    const [thief, owner] = [await actorOf(user), await actorOf(user)];
    const change = (actor: typeof owner, present: string) =>
      changePassword(actor, { present, password: "another horse entirely" }).then(
        () => "",
        (error: { code: string }) => error.code,
      );
    for (let n = 0; n < 5; n++) expect(await change(thief, "wrong")).toBe("invalid");
    expect(await change(thief, password)).toBe("limit");
    expect(await change(owner, password)).toBe("");
  });
});

describe("spraying", () => {
  test("one password over many names from one address is slowed by the address, also within its IPv6 /64", async () => {
    for (let n = 0; n < 3; n++) {
      expect(await signIn({ username: `name-${n}`, given: "wrong", address: `2001:db8:0:1::${n}` })).toBe("invalid");
    }
    const [row] = await pg`select points from attempts where key = 'login address 2001:db8:0:1::/64'`;
    expect(row?.points).toBe(3);
    await pg`update attempts set points = ${budget} where key = 'login address 2001:db8:0:1::/64'`;
    expect(await signIn({ username: "name-4", given: "wrong", address: "2001:db8:0:1::4" })).toBe("invalid");
    const waited = signIn({ username: "name-5", given: "wrong", address: "2001:db8:0:1::5" });
    expect(await secondsOf(waited)).toBeGreaterThan(1);
    expect(await signIn({ username: "name-6", given: "wrong", address: "2001:db8:0:2::6" })).toBe("invalid");
  });

  test("right passwords use up no budget", async () => {
    await aUser({ username: "counted", password });
    for (let n = 0; n < 12; n++) expect(await signIn({ username: "counted" })).toBe("");
    const rows = await pg`select key, points from attempts where points > 0 and key like 'login%'`;
    expect(rows).toEqual([]);
  });

  test("an unknown name is treated like a known one, and takes as long", async () => {
    await aUser({ username: "existing", password });
    const durations = { existing: [] as number[], missing: [] as number[] };
    for (let n = 0; n < 5; n++) {
      for (const username of ["existing", "missing"] as const) {
        const address = `203.0.113.${n}`;
        durations[username].push(await secondsOf(signIn({ username, given: "wrong", address })));
      }
    }
    // What else runs on the machine makes some of them slower, and none of them faster.
    const ratio = Math.min(...durations.missing) / Math.min(...durations.existing);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    for (const username of ["existing", "missing"]) {
      const attempts = Array.from({ length: 6 }, () => signIn({ username, given: "wrong" }));
      const codes = await Promise.all(attempts);
      expect(codes.toSorted()).toEqual(["invalid", "invalid", "invalid", "invalid", "invalid", "limit"]);
    }
  });
});
