import http from "node:http";
import { describe, expect, test } from "vitest";
import { prefixCookies } from "./cookies";
import { listening } from "./testing/listening";

let seen: string | undefined;
const server = http.createServer((request, response) => {
  request.headers["x-wooey-address"] = "203.0.113.7"; // As settleAddress does for a trusted proxy.
  prefixCookies(request, response);
  seen = request.headers.cookie;
  response.setHeader("set-cookie", ["wooey_session=a; Path=/; HttpOnly; Secure; SameSite=Lax"]);
  response.appendHeader("Set-Cookie", "wooey-theme=dark; Path=/");
  response.appendHeader("set-cookie", "authjs.callback-url=x; Path=/");
  response.end("x");
});
const origin = listening(server);

const https = { "x-forwarded-proto": "https", "x-forwarded-host": "wooey.example.org" };

describe("prefixCookies", () => {
  test("sets cookies that only this host can set, and only by https", async () => {
    const { headers } = await fetch(origin(), { headers: https });
    expect(headers.getSetCookie()).toEqual([
      "__Host-wooey_session=a; Path=/; HttpOnly; Secure; SameSite=Lax",
      "__Host-wooey-theme=dark; Path=/; Secure",
      "authjs.callback-url=x; Path=/",
    ]);
  });

  test("ignores cookies of the same name that another host of the domain has set", async () => {
    await fetch(origin(), {
      headers: { ...https, cookie: "wooey_session=forged; __Host-wooey_session=a; wooey-theme=dark; other=1" },
    });
    expect(seen).toBe("__Host-wooey_session=a; other=1; wooey_session=a");
  });

  test("keeps a visitor's jobs from before the prefix, until the browser has a prefixed secret", async () => {
    await fetch(origin(), { headers: { ...https, cookie: "wooey_browser=old" } });
    expect(seen).toBe("wooey_browser=old");
    await fetch(origin(), { headers: { ...https, cookie: "wooey_browser=old; __Host-wooey_browser=new" } });
    expect(seen).toBe("__Host-wooey_browser=new; wooey_browser=new");
  });

  test("changes nothing by http, where browsers refuse the prefix", async () => {
    const { headers } = await fetch(origin(), { headers: { cookie: "wooey_session=a" } });
    expect([seen, headers.getSetCookie()[1]]).toEqual(["wooey_session=a", "wooey-theme=dark; Path=/"]);
  });
});
