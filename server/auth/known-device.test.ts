import { expect, test } from "vitest";
import { knownDeviceOf, withAccount } from "./known-device";

test("a device is known to the accounts that have signed in with it, and to no other", () => {
  const first = withAccount(undefined, 1);
  const both = withAccount(first, 2);
  const id = first.slice(0, 22);
  expect([knownDeviceOf(first, 1), knownDeviceOf(first, 2)]).toEqual([id, null]);
  expect([knownDeviceOf(both, 1), knownDeviceOf(both, 2)]).toEqual([id, id]);
  expect(withAccount(both, 2)).toBe(both);
});

test("a forged or broken cookie is no device", () => {
  const cookie = withAccount(undefined, 1);
  const stranger = withAccount(undefined, 7);
  const moved = `${stranger.slice(0, 22)}${cookie.slice(22)}`;
  for (const each of [undefined, "", "x", moved, `${cookie}x`, cookie.slice(0, 22), `${cookie}.`]) {
    expect(knownDeviceOf(each, 1)).toBeNull();
  }
  expect(withAccount("broken", 1)).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
});

test("a device remembers ten accounts, and forgets the first", () => {
  let cookie: string | undefined;
  for (let userId = 1; userId <= 11; userId++) cookie = withAccount(cookie, userId);
  expect(knownDeviceOf(cookie, 1)).toBeNull();
  for (let userId = 2; userId <= 11; userId++) expect(knownDeviceOf(cookie, userId)).not.toBeNull();
});
