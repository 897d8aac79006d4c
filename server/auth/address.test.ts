import { describe, expect, test, vi } from "vitest";

async function withEnv(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries({ WOOEY_TRUSTED_PROXIES: "", PUBLIC_URL: "", ...settings }))
    vi.stubEnv(name, value);
  return import("./address");
}

const headers = (peer: string, more: Record<string, string> = {}) => new Headers({ "x-wooey-address": peer, ...more });

describe("clientAddress", () => {
  test("is the connection's address, whatever X-Forwarded-For says", async () => {
    const { clientAddress } = await withEnv({});
    expect(clientAddress(headers("192.0.2.1", { "x-forwarded-for": "198.51.100.7" }))).toBe("192.0.2.1");
    expect(clientAddress(headers("::ffff:192.0.2.1"))).toBe("192.0.2.1");
    expect(clientAddress(new Headers())).toBe("");
  });

  test("is the last address before the trusted proxies, which a client cannot choose", async () => {
    const { clientAddress } = await withEnv({ WOOEY_TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::1" });
    const forwarded = { "x-forwarded-for": "203.0.113.9, 198.51.100.7, 10.0.0.2" };
    expect(clientAddress(headers("10.1.2.3", forwarded))).toBe("198.51.100.7");
    expect(clientAddress(headers("2001:db8::1", forwarded))).toBe("198.51.100.7");
    expect(clientAddress(headers("11.0.0.1", forwarded))).toBe("11.0.0.1");
    expect(clientAddress(headers("10.1.2.3", { "x-forwarded-for": "nonsense" }))).toBe("10.1.2.3");
    expect(clientAddress(headers("10.1.2.3", { "x-forwarded-for": "198.51.100.7:5000" }))).toBe("198.51.100.7");
  });
});

describe("publicOrigin", () => {
  test("is PUBLIC_URL's where it is set", async () => {
    const { publicOrigin, isSecure } = await withEnv({ PUBLIC_URL: "https://wooey.example.org/" });
    expect(publicOrigin(headers("192.0.2.1", { host: "evil.example" }))).toBe("https://wooey.example.org");
    expect(isSecure(new Headers())).toBe(true);
  });

  test("is the Host header's, and X-Forwarded-* count from trusted proxies alone", async () => {
    const { publicOrigin } = await withEnv({ WOOEY_TRUSTED_PROXIES: "10.0.0.1" });
    const more = { host: "inside:3000", "x-forwarded-host": "wooey.example.org", "x-forwarded-proto": "https" };
    expect(publicOrigin(headers("10.0.0.1", more))).toBe("https://wooey.example.org");
    expect(publicOrigin(headers("10.0.0.2", more))).toBe("http://inside:3000");
    expect(publicOrigin(headers("10.0.0.2", { host: "a b" }))).toBe("http://127.0.0.1:3000");
  });
});
