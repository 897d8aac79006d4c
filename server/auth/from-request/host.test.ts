import { describe, expect, test } from "vitest";
import { parseHost } from "./host";

describe("parseHost", () => {
  test.each([
    ["localhost:3000", "localhost", "3000"],
    ["Wooey.Example.ORG", "wooey.example.org", ""],
    ["192.0.2.7:80", "192.0.2.7", "80"],
    ["[::1]:3000", "::1", "3000"],
    ["[2001:DB8::7]", "2001:db8::7", ""],
    ["xn--bcher-kva.example", "xn--bcher-kva.example", ""],
  ])("reads %s", (host, name, port) => expect(parseHost(host)).toEqual({ name, port }));

  test.each([
    "evil.example/.localhost",
    "evil.example\\.localhost",
    "evil.example?.localhost",
    "evil.example#.localhost",
    "evil.example:80@localhost",
    "user@localhost",
    "localhost.",
    "evil.example:80.localhost",
    "evil.example:.localhost",
    "evil example.localhost",
    "localhost:",
    "localhost:x",
    "localhost:80:80",
    "localhost:65536",
    "localhost, evil.example",
    "[::1",
    "::1",
    "[evil.example]",
    "[::1]evil.example",
    "[fe80::1%25eth0]",
    ".localhost",
    "a..localhost",
    "%6cocalhost",
    "lоcalhost",
    `${"a".repeat(64)}.localhost`,
    `${"a.".repeat(130)}localhost`,
    "",
  ])("refuses %s", (host) => expect(parseHost(host)).toBeNull());
});
