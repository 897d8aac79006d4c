import { createHmac } from "node:crypto";
import { NextRequest } from "next/server";
import { afterEach, describe, expect, test, vi } from "vitest";

const signingKey = `signkey-test-${"ab".repeat(16)}`;
const methods = ["GET", "POST", "PUT"] as const;

/** The route as a process with these settings has it: settings are read once. */
async function load(settings: Record<string, string>) {
  vi.resetModules();
  for (const name of ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"]) {
    vi.stubEnv(name, settings[name] ?? "");
  }
  return import("./route");
}

const withServer = {
  INNGEST_BASE_URL: "http://127.0.0.1:9",
  INNGEST_EVENT_KEY: "event-key",
  INNGEST_SIGNING_KEY: signingKey,
};

function request(method: string, body?: string, headers: Record<string, string> = {}): NextRequest {
  const address = "http://127.0.0.1:3000/api/inngest?fnId=wooey-sweep&stepId=step";
  return new NextRequest(address, { method, body, headers: { host: "127.0.0.1:3000", ...headers } });
}

const signature = (body: string, key: string, atMs: number) => {
  const t = Math.floor(atMs / 1000);
  const hmac = createHmac("sha256", key.replace(/^signkey-\w+-/, "")).update(body + t);
  return `t=${t}&s=${hmac.digest("hex")}`;
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules(); // The next test file reads the settings as they are without this one.
  vi.restoreAllMocks();
});

describe("/api/inngest", () => {
  test.each(methods)("401 for %s when the engine is embedded", async (method) => {
    const route = await load({});
    const response = await route[method](request(method, method === "GET" ? undefined : "{}"));
    expect(response.status).toBe(401);
  });

  test.each(methods)("401 for an unsigned %s when there is an Inngest server", async (method) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const route = await load(withServer);
    const response = await route[method](request(method, method === "GET" ? undefined : "{}"));
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("wooey");
  });

  test("200 for the server's signed registration; 401 when the key is another, or the signature old", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const route = await load(withServer);
    const body = JSON.stringify({ url: "http://127.0.0.1:3000/api/inngest" });
    const put = (signed: string) =>
      route.PUT(request("PUT", body, { "x-inngest-sync-kind": "in_band", "x-inngest-signature": signed }));
    const response = await put(signature(body, signingKey, Date.now()));
    expect(response.status).toBe(200);
    const { functions } = (await response.json()) as { functions: { id: string }[] };
    expect(functions.map(({ id }) => id)).toContain("wooey-store-output");
    expect((await put(signature(body, `signkey-test-${"cd".repeat(16)}`, Date.now()))).status).toBe(401);
    expect((await put(signature(body, signingKey, Date.now() - 600_000))).status).toBe(401);
  });
});

test("is refused with a clear sentence when a key is missing", async () => {
  await load({ INNGEST_BASE_URL: "http://127.0.0.1:9" });
  const { inngestMode } = await import("@/inngest/mode");
  expect(() => inngestMode()).toThrow("INNGEST_BASE_URL needs INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.");
});
