import { afterEach, describe, expect, test, vi } from "vitest";

// The next test file reads the settings as they are without this one.
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function withEnv(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries({ PUBLIC_URL: "", ...settings })) vi.stubEnv(name, value);
  return import("./address");
}

const forwarded = { host: "inside:3000", "x-forwarded-host": "wooey.example.org", "x-forwarded-proto": "https" };

test("clientAddress is what web's own server has set, and unknown otherwise", async () => {
  const { clientAddress } = await withEnv({});
  expect(clientAddress(new Headers({ "x-wooey-address": "192.0.2.1" }))).toBe("192.0.2.1");
  expect(clientAddress(new Headers({ "x-forwarded-for": "198.51.100.7" }))).toBe("");
});

describe("publicOrigin", () => {
  test("is that of PUBLIC_URL if it is set", async () => {
    const { publicOrigin, isSecure } = await withEnv({ PUBLIC_URL: "https://wooey.example.org/" });
    expect(publicOrigin(new Headers({ host: "evil.example" }))).toBe("https://wooey.example.org");
    expect(isSecure(new Headers())).toBe(true);
  });

  test("is that of the forwarded host if web's own server accepted the header", async () => {
    const { publicOrigin, isSecure } = await withEnv({});
    const settled = new Headers({ ...forwarded, "x-wooey-address": "192.0.2.1" });
    expect(publicOrigin(settled)).toBe("https://wooey.example.org");
    expect(isSecure(settled)).toBe(true);
    expect(publicOrigin(new Headers(forwarded))).toBe("http://inside:3000");
  });

  test("is that of the Host header otherwise, and the listening address for an invalid header", async () => {
    const { publicOrigin, isSecure } = await withEnv({});
    const plain = new Headers({ host: "inside:3000", "x-wooey-address": "192.0.2.1" });
    expect(publicOrigin(plain)).toBe("http://inside:3000");
    expect(isSecure(plain)).toBe(false);
    for (const host of ["a b", "evil.example/.localhost", "evil.example:80@localhost"])
      expect(publicOrigin(new Headers({ host }))).toBe("http://127.0.0.1:3000");
  });
});
