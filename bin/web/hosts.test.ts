import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as settings from "@/server/env";
import { isForInngest, isForKnownHost, isKnownHost, settleAddress, trustedProxies, warnOfProxyOnce } from "./hosts";

function request(peer: string, headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  const message = new IncomingMessage(socket);
  Object.assign(message.headers, headers);
  return message;
}

describe("settleAddress", () => {
  const trusted = trustedProxies(["10.0.0.0/8", "::1"]);

  test("believes a forwarded address from a trusted proxy alone", () => {
    const stranger = request("203.0.113.5", { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "evil.example" });
    settleAddress(stranger, trusted);
    expect(stranger.headers).toEqual({ "x-wooey-address": "203.0.113.5", "x-wooey-own": expect.any(String) });
    const proxied = request("::ffff:10.1.2.3", { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "wooey.example" });
    settleAddress(proxied, trusted);
    expect(proxied.headers["x-wooey-address"]).toBe("1.2.3.4");
    expect(proxied.headers["x-forwarded-host"]).toBe("wooey.example");
  });

  test("takes the nearest address that is no proxy: what stands before it may be invented", () => {
    const proxied = request("10.0.0.1", { "x-forwarded-for": "6.6.6.6, 198.51.100.7, 10.0.0.2" });
    settleAddress(proxied, trusted);
    expect(proxied.headers["x-wooey-address"]).toBe("198.51.100.7");
  });

  test("drops what a client writes under our own header", () => {
    const liar = request("203.0.113.5", { "x-wooey-address": "127.0.0.1" });
    settleAddress(liar, trusted);
    expect(liar.headers["x-wooey-address"]).toBe("203.0.113.5");
  });
});

test("a proxy that is not trusted is reported once, and a trusted one and a direct request are not", () => {
  const lines: string[] = [];
  const warn = warnOfProxyOnce((line) => lines.push(line));
  const trusted = trustedProxies(["10.0.0.1"]);
  settleAddress(request("203.0.113.5", {}), trusted, warn);
  settleAddress(request("10.0.0.1", { "x-forwarded-for": "1.2.3.4" }), trusted, warn);
  expect(lines).toEqual([]);
  for (const name of ["x-forwarded-for", "x-forwarded-for", "forwarded"]) {
    settleAddress(request("172.17.0.1", { [name]: "for=1.2.3.4" }), trusted, warn);
  }
  expect(lines).toEqual([expect.stringMatching(/^Warning: 172\.17\.0\.1 .*WOOEY_TRUSTED_PROXIES/)]);
});

test("a request of this server itself keeps the client's address, and nobody else can claim to be it", () => {
  const lines: string[] = [];
  const warn = warnOfProxyOnce((line) => lines.push(line));
  const action = request("203.0.113.5", {});
  settleAddress(action, trustedProxies([]), warn);
  const headers = Object.fromEntries(Object.entries(action.headers).map(([name, value]) => [name, String(value)]));
  const forwarded = request("127.0.0.1", { ...headers, "x-forwarded-for": "203.0.113.5" });
  settleAddress(forwarded, trustedProxies([]), warn);
  expect([forwarded.headers["x-wooey-address"], lines]).toEqual(["203.0.113.5", []]);
  const liar = request("203.0.113.6", { "x-wooey-address": "127.0.0.1", "x-wooey-own": "guessed" });
  settleAddress(liar, trustedProxies([]), warn);
  expect(liar.headers["x-wooey-address"]).toBe("203.0.113.6");
});

describe("isKnownHost", () => {
  test("takes loopback and addresses, and no name that was not set", () => {
    for (const host of ["localhost:3000", "127.0.0.1", "[::1]:3000", "192.0.2.7:80"])
      expect(isKnownHost(host)).toBe(true);
    for (const host of [
      "evil.example",
      "localhost.evil.example:3000",
      "evil.example/.localhost",
      "evil.example:80@localhost",
      "localhost.",
      "",
      undefined,
    ])
      expect(isKnownHost(host)).toBe(false);
  });
});

describe("isForInngest", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    settings.loadEnvFile("/nowhere");
  });
  const asks = (url: string) => isForInngest(Object.assign(request("10.0.0.1", { host: "web:3000" }), { url }));

  test("answers the Inngest server under any host name, at its address alone", () => {
    vi.stubEnv("INNGEST_BASE_URL", "http://inngest:8288");
    settings.loadEnvFile("/nowhere");
    for (const url of ["/api/inngest", "/api/inngest/", "/api/inngest?fnId=wooey-expire&stepId=step"])
      expect(asks(url)).toBe(true);
    for (const url of ["/", "/api/inngestion", "/api/v2/jobs?/api/inngest", "/api/inngest/../v2/jobs", "//api/inngest"])
      expect(asks(url)).toBe(false);
  });

  test("is never true while the engine is embedded", () => {
    expect(asks("/api/inngest")).toBe(false);
  });
});

describe("isForKnownHost", () => {
  test("refuses a known Host under an unknown name that a proxy passed on", () => {
    const forHosts = (host: string, forwarded?: string) =>
      isForKnownHost(
        request("10.0.0.1", { host, ...(forwarded === undefined ? {} : { "x-forwarded-host": forwarded }) }),
      );
    expect(forHosts("127.0.0.1:3000")).toBe(true);
    expect(forHosts("127.0.0.1:3000", "wooey.localhost")).toBe(true);
    for (const forwarded of ["evil.example", "evil.example, localhost", "evil.example/.localhost", ""])
      expect(forHosts("127.0.0.1:3000", forwarded)).toBe(false);
    expect(forHosts("evil.example", "localhost")).toBe(false);
  });
});
