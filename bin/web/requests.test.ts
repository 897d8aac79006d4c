import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { refusalOf } from "./requests";

function request(method: string, url: string): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method, url });
}

describe("refusalOf", () => {
  test.each(["/", "/jobs/%C3%A9/?q=%ff", "/api/scripts/v1/%00/", "/a%20b", "/%2e%2e/"])("lets %s pass", (url) => {
    expect(refusalOf(request("GET", url))).toBeNull();
  });

  test.each(["/api/scripts/v1/%ff/", "/%E0%A4%A/", "/api/jobs/v1/%zz/status", "/%"])("refuses %s with 400", (url) => {
    expect(refusalOf(request("GET", url))?.status).toBe(400);
  });

  test.each(["TRACE", "CONNECT", "PROPFIND", "PURGE"])("refuses %s with 405", (method) => {
    expect(refusalOf(request(method, "/"))?.status).toBe(405);
  });
});
