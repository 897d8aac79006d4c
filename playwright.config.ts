import { createRequire } from "node:module";
import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./e2e/browser";

// The table of permissions reads the operations of the API, which browsers must not import: `server-only` would refuse
// them here, because it takes whatever is not React's server for a browser.
const modules = createRequire(import.meta.url);
const marker = modules.resolve("server-only");
modules.cache[marker] = Object.assign(Object.create(null), { id: marker, filename: marker, loaded: true, exports: {} });

// Set once, so that the workers, which read this file again, agree on the port.
process.env.E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 20_000));
const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}`;

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } };
/**
 * Whether journeys with the tag @full run, whose parts faster tests cover, and those with the tag @phone on a phone too: in
 * `npm run test:full`, and for tests that are chosen by name. @phone-quick is on the phone in each run, @phone-only there alone.
 */
const isFull = process.env.WOOEY_TEST_FULL === "true";
/** Journeys with the tag @long run in `npm run test:long`. */
const isLong = process.env.WOOEY_TEST_LONG === "true";
const otherTimes = ["@phone-only", ...(isFull ? [] : ["@full"]), ...(isLong ? [] : ["@long"])];
// Its tests change what every page shows, so they come last, and alone.
const instance = "e2e/manage-instance.spec.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  // More than there are processors: for much of the time they wait for the server and for jobs.
  workers: 4,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // Enough for a machine that is busy with something else. What has to be fast is measured by bench/.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    baseURL,
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    // Colours that are still on their way to the other theme are none to judge.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...findBrowser(),
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: desktop, testIgnore: instance, grepInvert: new RegExp(otherTimes.join("|")) },
    { name: "phone", use: phone, grep: isFull ? /@phone/ : /@phone-(only|quick)/, testIgnore: instance },
    { name: "instance", use: desktop, testMatch: instance, dependencies: ["desktop", "phone"] },
  ],
  webServer: {
    command: "rm -rf .e2e/data && exec npm start",
    url: `${baseURL}/`,
    timeout: 240_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      PORT: process.env.E2E_PORT,
      WOOEY_DATA_DIR: ".e2e/data",
      WOOEY_ADMIN_PASSWORD: "correct horse battery",
      WOOEY_ENABLE_API_KEYS: "true",
      WOOEY_LIMIT_REGISTRATIONS_PER_HOUR: "1000",
      WOOEY_ALLOW_PACKAGE_SOURCES: "true",
    },
  },
});
