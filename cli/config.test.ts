import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseServer, listServers, removeServer, saveServer, selectServer, serverUrl } from "./config";

let home: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-config-"));
  vi.stubEnv("XDG_CONFIG_HOME", home);
  vi.stubEnv("WOOEY_SERVER", "");
  vi.stubEnv("WOOEY_API_KEY", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(home, { recursive: true, force: true });
});

const lab = { name: "lab", url: "https://lab.example", key: "wooey_lab" };
const home2 = { name: "home", url: "http://127.0.0.1:8000", key: "wooey_home" };

describe("the configuration", () => {
  test("has several servers by name; the last login is the current one", () => {
    saveServer(lab);
    saveServer(home2);
    expect(chooseServer(undefined)).toMatchObject(home2);
    expect(chooseServer("lab")).toMatchObject(lab);
    expect(chooseServer("https://lab.example/")).toMatchObject(lab);
    selectServer("lab");
    expect(chooseServer(undefined)).toMatchObject(lab);
    expect(removeServer("lab")).toBe(lab.url);
    expect(listServers().map(({ name, isCurrent }) => ({ name, isCurrent }))).toEqual([
      { name: "home", isCurrent: true },
    ]);
    expect(() => selectServer("lab")).toThrow("There is no server named lab.");
  });

  test("keeps keys in a file that only its owner may read, also if others could", () => {
    saveServer(lab);
    const file = path.join(home, "wooey", "keys.json");
    const mode = () => fs.statSync(file).mode & 0o777;
    expect(mode()).toBe(0o600);
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(fs.readFileSync(path.join(home, "wooey", "config.json"), "utf8")).not.toContain(lab.key);
    fs.chmodSync(file, 0o644);
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(chooseServer(undefined).key).toBe(lab.key);
    expect(stderr).toHaveBeenCalledWith(expect.stringContaining("Other users could read"));
    stderr.mockRestore();
    expect(mode()).toBe(0o600);
  });

  test("takes server and key from the environment", () => {
    expect(() => chooseServer(undefined)).toThrow("No server is known yet.");
    vi.stubEnv("WOOEY_SERVER", "https://ci.example/wooey/");
    vi.stubEnv("WOOEY_API_KEY", "wooey_ci");
    expect(chooseServer(undefined)).toEqual({ name: "ci.example", url: "https://ci.example/wooey", key: "wooey_ci" });
    expect(() => chooseServer("nowhere")).toThrow("There is no server named nowhere.");
  });

  test("does not send a key that was stored for one server to another", () => {
    saveServer(lab);
    expect(chooseServer("https://evil.example")).toMatchObject({ url: "https://evil.example", key: null });
  });
});

test("serverUrl has one form for each server", () => {
  expect(serverUrl("wooey.example.org/")).toBe("https://wooey.example.org");
  expect(serverUrl("http://localhost:8000/wooey//?x#y")).toBe("http://localhost:8000/wooey");
  for (const bad of ["https://me:secret@x.example", "https://", "http://exa mple"])
    expect(() => serverUrl(bad)).toThrow();
});
