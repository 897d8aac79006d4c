import { describe, expect, test } from "vitest";
import { GET } from "./[name]/route";
import { POST } from "./route";

const origin = "http://127.0.0.1:3000";

function choose(fields: Record<string, string>, headers: Record<string, string> = { "sec-fetch-site": "same-origin" }) {
  const body = new URLSearchParams(fields);
  return POST(new Request(`${origin}/language/`, { method: "POST", body, headers }), { params: Promise.resolve({}) });
}

describe("POST /language/", () => {
  test("303 back to the page, with the choice in a cookie", async () => {
    const answer = await choose({ language: "ja", next: "/jobs/?scope=queue" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/jobs/?scope=queue");
    expect(answer.headers.get("set-cookie")).toMatch(
      /^wooey-language=ja; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test("the cookie is Secure where the site is reached by https, like the others", async () => {
    const https = {
      "x-wooey-address": "192.0.2.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "wooey.example.org",
      "sec-fetch-site": "same-origin",
    };
    expect((await choose({ language: "ja" }, https)).headers.get("set-cookie")).toMatch(/; Secure(;|$)/);
    const http = { "x-wooey-address": "192.0.2.1", "sec-fetch-site": "same-origin" };
    expect((await choose({ language: "ja" }, http)).headers.get("set-cookie")).not.toContain("Secure");
  });

  test("303 to the start for another site's address, and no choice for a language that is none", async () => {
    const answer = await choose({ language: "tlh\r\nx: y", next: "//evil.example/" });
    expect(answer.headers.get("location")).toBe("/");
    expect(answer.headers.get("set-cookie")).toMatch(/^wooey-language=; Max-Age=0; Path=\//);
  });

  test("403 from another site's page", async () => {
    expect((await choose({ language: "ja" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  });
});

describe("GET /language/<language>.js", () => {
  const get = (name: string) => GET(new Request(`${origin}/language/${name}`), { params: Promise.resolve({ name }) });

  test("200 with a script that holds the texts, to be kept", async () => {
    const answer = await get("de.js");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toContain('"Sign in":"Anmelden"');
  });

  test("404 for English, which needs none, and for a language that is none", async () => {
    for (const name of ["en.js", "tlh.js", "constructor"]) expect((await get(name)).status).toBe(404);
  });
});
