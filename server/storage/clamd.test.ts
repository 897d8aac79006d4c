import net from "node:net";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { clamdVersion, scanWithClamd } from "./clamd";
import {
  findClamd,
  STREAM_BYTES_MAX,
  startClamd,
  startDouble,
  type TestScanner,
  VIRUS,
  VIRUS_NAME,
} from "./testing/clamd";

afterEach(() => {
  delete env().WOOEY_CLAMD;
});

const program = findClamd();
const scanners: [string, () => Promise<TestScanner>][] = [
  ["a double of clamd", startDouble],
  ...(program ? [["clamd", () => startClamd(program)] as [string, () => Promise<TestScanner>]] : []),
];

describe.each(scanners)("scanWithClamd with %s", (_name, start) => {
  let scanner: TestScanner;
  beforeAll(async () => {
    scanner = await start();
  });
  afterAll(() => scanner.stop());

  const scan = (chunks: Iterable<Buffer>) => {
    env().WOOEY_CLAMD = scanner.address;
    return scanWithClamd(Readable.from(chunks));
  };

  test("tells clean from infected content, whatever the chunks", async () => {
    expect(await scan([])).toEqual({ state: "clean" });
    expect(await scan([Buffer.from("hello"), Buffer.alloc(0), Buffer.from("world")])).toEqual({ state: "clean" });
    const infected = { state: "infected", virus: VIRUS_NAME };
    expect(await scan([Buffer.from(`before ${VIRUS} after`)])).toEqual(infected);
    expect(await scan([...`before ${VIRUS} after`].map((character) => Buffer.from(character)))).toEqual(infected);
  });

  test("says when content is longer than it accepts", async () => {
    const megabytes = function* () {
      for (let sent = 0; sent < 32; sent += 1) yield Buffer.alloc(STREAM_BYTES_MAX / 4, "x");
    };
    // clamd closes the connection, so that its reply can get lost.
    await expect.poll(() => scan(megabytes()).catch(() => null), { timeout: 10_000 }).toEqual({ state: "too_large" });
  });

  test("reports the version of clamd", async () => {
    env().WOOEY_CLAMD = scanner.address;
    expect(await clamdVersion()).toMatch(/^ClamAV \d/);
  });

  test("fails with the content", async () => {
    const broken = function* () {
      yield Buffer.from("x");
      throw new Error("the disk is broken");
    };
    await expect(scan(broken())).rejects.toThrow("the disk is broken");
  });
});

describe("scanWithClamd without an answer", () => {
  const scan = () => scanWithClamd(Readable.from([Buffer.from("x")]));

  test("fails where nothing listens, by path and by address", async () => {
    env().WOOEY_CLAMD = "/nowhere/clamd.ctl";
    await expect(scan()).rejects.toMatchObject({ name: "ScannerError", message: expect.stringContaining("ENOENT") });
    env().WOOEY_CLAMD = "[::1]:1";
    await expect(scan()).rejects.toMatchObject({ name: "ScannerError" });
  });

  test("fails for every reply that is no verdict", async () => {
    for (const reply of ["", "stream: OK", "stream: Can't allocate memory ERROR\0", "COMMAND READ TIMED OUT\0"]) {
      const server = net.createServer((socket) =>
        socket
          .on("error", () => undefined)
          .resume()
          .end(reply),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      // A TCP server has an address and a port.
      env().WOOEY_CLAMD = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
      await expect(scan()).rejects.toMatchObject({ name: "ScannerError" });
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
