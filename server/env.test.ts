import { describe, expect, test } from "vitest";
import { readEnv, unknownSettings } from "./env";

describe("readEnv", () => {
  test("has the documented defaults", () => {
    expect(readEnv({})).toMatchObject({
      HOST: "127.0.0.1",
      PORT: 3000,
      WOOEY_ENABLE_API_KEYS: false,
      WOOEY_ALLOW_ANONYMOUS: true,
      WOOEY_ALLOW_REGISTRATION: true,
      WOOEY_LIMIT_RUN_SECONDS: null,
      WOOEY_LIMIT_MEMORY: 2 * 1024 ** 3,
      WOOEY_LIMIT_PROCESSES: 256,
      WOOEY_LIMIT_OPEN_FILES: 1024,
      WOOEY_LIMIT_JOB_FOLDER: 10 * 1024 ** 3,
      WOOEY_LIMIT_OUTPUT_START: 64 * 1024 ** 2,
      WOOEY_LIMIT_OUTPUT_END: 1024 ** 2,
      WOOEY_LIMIT_WAITING_JOBS: 1000,
      WOOEY_LIMIT_SUBMITS_PER_SECOND: 300,
      WOOEY_AUDIT_LOG: false,
      WOOEY_AUDIT_EXPIRATION: 365 * 86_400,
      WOOEY_SESSION_IDLE: 14 * 86_400,
      WOOEY_SESSION_LIFETIME: 30 * 86_400,
      WOOEY_LIMIT_FAILED_LOGINS_PER_HOUR: 100,
      WOOEY_LIMIT_REGISTRATIONS_PER_HOUR: 60,
      WOOEY_LIMIT_UPLOAD: 10 * 1024 ** 3,
      WOOEY_LIMIT_SCRIPT: 10 * 1024 ** 2,
    });
  });

  test("requires isolation level 2 if other machines can connect, unless it is set", () => {
    const minimum = (source: Record<string, string | undefined>) => readEnv(source).WOOEY_MINIMUM_ISOLATION;
    expect([{}, { HOST: "localhost" }, { HOST: "127.0.0.2" }, { HOST: "::1" }].map(minimum)).toEqual([0, 0, 0, 0]);
    expect([{ HOST: "0.0.0.0" }, { PUBLIC_URL: "https://wooey.example.org" }].map(minimum)).toEqual([2, 2]);
    expect(minimum({ HOST: "0.0.0.0", WOOEY_MINIMUM_ISOLATION: "0" })).toBe(0);
    expect(() => minimum({ WOOEY_MINIMUM_ISOLATION: "4" })).toThrow("from 0 to 3");
  });

  test("reads durations, and none for ever", () => {
    const read = (text: string) => readEnv({ WOOEY_JOB_EXPIRATION_USER: text }).WOOEY_JOB_EXPIRATION_USER;
    expect(["30d", "12h", "90 m", "2w", "45s", "none", ""].map(read)).toEqual([
      2_592_000,
      43_200,
      5_400,
      1_209_600,
      45,
      null,
      null,
    ]);
    for (const bad of ["30", "d", "0d", "-1d", "1y", "1.5d"]) expect(() => read(bad)).toThrow("30d");
  });

  test("reads flags, sizes, lists and addresses; an empty value counts as not set", () => {
    const settings = readEnv({
      WOOEY_ENABLE_API_KEYS: "True",
      WOOEY_LIMIT_MEMORY: "1.5 GB",
      WOOEY_LIMIT_RUN_SECONDS: "60",
      WOOEY_ALLOWED_HOSTS: "a.example, b.example",
      PUBLIC_URL: "https://wooey.example.org/",
      WOOEY_SITE_NAME: "",
    });
    expect(settings).toMatchObject({
      WOOEY_ENABLE_API_KEYS: true,
      WOOEY_LIMIT_MEMORY: 1.5 * 1024 ** 3,
      WOOEY_LIMIT_RUN_SECONDS: 60,
      WOOEY_ALLOWED_HOSTS: ["a.example", "b.example"],
      PUBLIC_URL: "https://wooey.example.org",
      WOOEY_SITE_NAME: "Wooey",
    });
  });

  test.each([
    ["PORT", "http", "PORT must be a whole number from 0 to 65535"],
    ["PORT", "70000", "PORT must be a whole number from 0 to 65535"],
    ["WOOEY_ALLOW_ANONYMOUS", "maybe", "WOOEY_ALLOW_ANONYMOUS must be true or false"],
    ["WOOEY_LIMIT_MEMORY", "much", "WOOEY_LIMIT_MEMORY must be a size"],
    ["DATABASE_URL", "mysql://x", "DATABASE_URL must begin with postgres://"],
    ["PUBLIC_URL", "wooey.example.org", "PUBLIC_URL must be an address"],
  ])("names the bad setting and what is allowed: %s=%s", (name, value, message) => {
    expect(() => readEnv({ [name]: value })).toThrow(message);
  });
});

describe("unknownSettings", () => {
  test("finds misspelt names of ours, and nobody else's", () => {
    expect(unknownSettings({ WOOEY_ALOW_ANONYMOUS: "1", WOOEY_SITE_NAME: "x", PATH: "/bin" })).toEqual([
      "WOOEY_ALOW_ANONYMOUS",
    ]);
  });
});
