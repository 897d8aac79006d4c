import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aUser } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { startSession } from "@/server/auth/sign-in";
import { env } from "@/server/env";
import { createUser } from "./create";
import { countUsers, findUser } from "./queries";
import { registerUser } from "./register";

const nowhere = { address: "", userAgent: "", browserHash: null };

describe("createUser", () => {
  test("creates an account that can sign in, with its name in lower case", async () => {
    const before = await countUsers();
    const made = await createUser(systemActor, { username: " Ada.L ", password: "difference engine", role: "staff" });
    expect(made).toMatchObject({ username: "ada.l", role: "staff" });
    expect(await countUsers()).toBe(before + 1);
    await startSession({ username: "ADA.L", password: "difference engine" }, nowhere);
    expect(await findUser("Ada.L")).toMatchObject({ id: made.id, isActive: true });
    expect(Object.keys((await findUser("ada.l")) ?? {})).not.toContain("passwordHash");
  });

  test("refuses a taken name, in any case", async () => {
    await aUser({ username: "taken" });
    await expect(
      createUser(systemActor, { username: "TAKEN", password: "correct horse battery" }),
    ).rejects.toMatchObject({
      code: "conflict",
      fields: { username: ["A user with that username already exists."] },
    });
  });

  test.each([
    ["a frequent password", { username: "x", password: "qwertyuiop" }, "Many people use this password"],
    ["a password of the username", { username: "ottoline", password: "ottoline1" }, "Many people use this password"],
    ["4 characters of 2 units each", { username: "x", password: "🐴🐄🐖🐑" }, "at least 8"],
    ["a short password", { username: "x", password: "1234567" }, "at least 8"],
    ["no name", { username: " ", password: "correct horse battery" }, "This field is required."],
    ["a name with a slash", { username: "a/b", password: "correct horse battery" }, "Enter a valid username."],
    ["a name of 151 characters", { username: "x".repeat(151), password: "correct horse battery" }, "at most 150"],
    ["a bad email", { username: "x", password: "correct horse battery", email: "x" }, "Enter a valid email address."],
  ])("refuses %s", async (_, input, message) => {
    await expect(createUser(systemActor, input)).rejects.toThrow(message);
  });

  test("requires an administrator", async () => {
    const input = { username: "wanted", password: "correct horse battery" };
    await expect(createUser({ kind: "anonymous", browserHash: null }, input)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const staff = await actorOf(await aUser({ role: "staff" }));
    await expect(createUser(staff, input)).rejects.toMatchObject({ code: "forbidden" });
    await createUser(await actorOf(await aUser({ role: "administrator" })), input);
  });
});

describe("registerUser", () => {
  test("creates an ordinary user, whatever else is sent", async () => {
    const input = { username: "Newcomer", password: "correct horse battery", email: "", role: "administrator" };
    expect(await registerUser(input, nowhere)).toMatchObject({ username: "newcomer", role: "user" });
  });

  test("refuses admin in any case, and a taken name", async () => {
    await aUser({ username: "known" });
    const register = (username: string) => registerUser({ username, password: "correct horse battery" }, nowhere);
    await expect(register("ADMIN")).rejects.toMatchObject({
      code: "invalid",
      fields: { username: [expect.anything()] },
    });
    await expect(register("Known")).rejects.toMatchObject({ code: "conflict" });
  });

  test("is limited by address, in IPv6 by the /64", async () => {
    const from = { address: "2001:db8::77" };
    const key = "register 2001:db8:0:0::/64";
    const points = env().WOOEY_LIMIT_REGISTRATIONS_PER_HOUR - 1;
    await pg`insert into attempts (key, points, window_ends_at) values (${key}, ${points}, now() + interval '1 hour')`;
    await registerUser({ username: "last-one", password: "correct horse battery" }, from);
    const oneMore = registerUser(
      { username: "one-more", password: "correct horse battery" },
      { address: "2001:db8::78" },
    );
    await expect(oneMore).rejects.toMatchObject({ code: "limit" });
  });
});
