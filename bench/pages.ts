/**
 * npx tsx --conditions=react-server bench/pages.ts [jobs] [scripts]
 * Measures the pages of the built app in a browser, with its own PostgreSQL and worker, this many jobs (1,000,000) and
 * scripts (10,000): JavaScript of each page, Lighthouse's scores (its first run fetches it from npm), the server's time
 * for lists, opening and searching a log of 1,000,000 lines, and how long a line of output takes to reach the screen.
 * Prints each figure next to its promise; exits with 1 if a promise is broken. Uses a temporary data folder.
 */
import zlib from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import type { Pg } from "@/db/connection";
import { findBrowser } from "@/e2e/browser";
import { exitCode, password, percentiles, report, seedJobs, seedScripts, startInstance, timed } from "./instance";
import { scoresOf } from "./lighthouse";

const jobs = Number(process.argv[2] ?? 1_000_000);
const scripts = Number(process.argv[3] ?? 10_000);
const app = await startInstance();
const { origin } = app;
const browser = await chromium.launch({ ...findBrowser(), args: ["--disable-gpu"] });
try {
  addScripts();
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await signIn(page);
  const picture = await run(page, "mandelbrot", {});
  await page.getByText("Completed").first().waitFor();
  await measureScripts(page, { name: "home", address: "/", promisedKb: 150 });
  await measureScripts(page, { name: "a job", address: picture, promisedKb: 180 });
  await measureScripts(page, { name: "a form of 50 parameters", address: "/scripts/fifty/", promisedKb: 165 });
  for (const address of ["/", "/scripts/fifty/", new URL(picture).pathname, "/jobs/"]) {
    await measureQuality(page, address);
  }
  await measureLive(page);
  await measureLog(page, app.database);
  await seedScripts(app.database, scripts, "fifty");
  await seedJobs(app.database, jobs, "admin");
  for (const address of [
    "/",
    "/?group=group-7",
    "/?q=number+77",
    "/?tag=tag+7",
    "/?tag=common",
    "/jobs/",
    "/jobs/?scope=all",
    "/jobs/?scope=public",
    "/jobs/?tag=common",
    "/jobs/?scope=all&tag=tag+7",
    "/jobs/?scope=all&tag=common&status=failed",
    "/jobs/?scope=public&tag=common",
  ]) {
    await measureServer(page, address);
  }
  for (const address of [
    "/jobs/?scope=all&status=failed",
    "/jobs/?scope=all&q=77777",
    "/jobs/?scope=all&before=500000",
  ]) {
    await measureServer(page, address);
  }
} finally {
  await browser.close();
  await app.stop();
}
process.exit(exitCode());

function addScripts(): void {
  const sources = {
    lines: `import argparse, sys, time
p = argparse.ArgumentParser()
p.add_argument("--lines", type=int, default=10)
p.add_argument("--pause", type=float, default=0)
a = p.parse_args()
for i in range(a.lines):
    if a.pause:
        print(f"tick {i} {time.time() * 1000:.0f}", flush=True)
        time.sleep(a.pause)
    else:
        sys.stdout.write(f"line {i:07d} of the log: nothing happened here\\n")
`,
    fifty: `import argparse
p = argparse.ArgumentParser()
for i in range(50):
    p.add_argument(f"--option-{i}", type=[str, int, float][i % 3], help="an option", choices=["a", "b"] if i % 9 == 0 else None)
p.parse_args()
`,
  };
  for (const [name, source] of Object.entries(sources)) app.addScript(name, source);
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/login/");
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

/** Runs a script and returns the address of its job. */
async function run(page: Page, slug: string, values: Record<string, string>): Promise<string> {
  await page.goto(`/scripts/${slug}/`);
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/jobs\//);
  return page.url();
}

/**
 * All scripts that a page loads in its first seconds in a browser with an empty cache, and those it loads once it is
 * used.
 */
async function measureScripts(
  page: Page,
  { name, address, promisedKb }: { name: string; address: string; promisedKb: number },
): Promise<void> {
  const fresh = await browser.newContext({ storageState: await page.context().storageState(), baseURL: origin });
  const visit = await fresh.newPage();
  const sizes: Promise<number>[] = [];
  visit.on("response", (response) => {
    if (/\.m?js(\?|$)/.test(response.url())) sizes.push(response.body().then((body) => zlib.gzipSync(body).length));
  });
  await visit.goto(address);
  await visit.waitForTimeout(3000);
  const total = async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
  const opened = await total();
  await visit
    .locator("main input:visible")
    .first()
    .focus({ timeout: 1000 })
    .catch(() => undefined);
  await visit.waitForTimeout(1000);
  const used = await total();
  await fresh.close();
  const figures = `${opened.toFixed(1)} kB gzip when it opens, ${used.toFixed(1)} kB in use (promised ${promisedKb})`;
  report(`JavaScript of ${name}: ${figures}`, { isKept: used <= promisedKb });
}

/** As the signed-in user, who sees more than a visitor. */
async function measureQuality(page: Page, address: string): Promise<void> {
  const cookies = await page.context().cookies();
  const scores = await scoresOf(origin + address, cookies.map(({ name, value }) => `${name}=${value}`).join("; "));
  const words = Object.entries(scores).map(([name, score]) => `${name} ${score}`);
  const isGood = Object.values(scores).every((score) => score >= 95);
  report(`Lighthouse of ${address}: ${words.join(", ")} (promised 95)`, { isKept: isGood });
}

/** Compares the clock of the script with that of the page, which are the same clock. */
async function measureLive(page: Page): Promise<void> {
  await run(page, "lines", { Lines: "300", Pause: "0.02" });
  const lags: number[] = await page.evaluate(`new Promise((resolve) => {
    const seen = new Map();
    const look = () => {
      for (const element of document.querySelectorAll("[data-line]")) {
        const [, tick, at] = /tick (\\d+) (\\d{13})/.exec(element.textContent) ?? [];
        if (tick && !seen.has(tick)) seen.set(tick, Date.now() - Number(at));
      }
      if (seen.size >= 295) resolve([...seen.values()].slice(30));
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    setTimeout(() => resolve([...seen.values()].slice(30)), 20000);
  })`);
  const { p50, p95 } = percentiles(lags);
  report(`a line of output is on screen after p50 ${p50} ms, p95 ${p95} ms (promised 150)`, { isKept: p95 <= 150 });
}

async function measureLog(page: Page, database: Pg): Promise<void> {
  const address = await run(page, "lines", { Lines: "1" });
  await page.getByText("Completed").first().waitFor();
  const uuid = new URL(address).pathname.split("/")[2] ?? "";
  await database`delete from job_output where job_id = (select id from jobs where uuid = ${uuid})`;
  await database`
    insert into job_output (job_id, attempt, position, stream, at, content)
    select j.id, 2, (n - 1) * 51000, 1, now(), convert_to(string_agg(
      'line ' || lpad(((n - 1) * 1000 + m)::text, 7, '0') || ' of the log: nothing happened here' || chr(10), '' order by m), 'utf8')
    from jobs j, generate_series(1, 1000) n, generate_series(0, 999) m where j.uuid = ${uuid} group by j.id, n`;
  // Not the attempt whose lines were counted while it ran.
  await database`update jobs set attempt = 2, output_bytes = 51000000 where uuid = ${uuid}`;
  await database`vacuum analyze job_output`;
  const opened = await timed(async () => {
    await page.goto(address);
    await page.locator('[data-line="1"]').waitFor();
  });
  report(`a log of 1,000,000 lines opens in ${opened.toFixed(0)} ms (promised 1000)`, { isKept: opened <= 1000 });
  await page.waitForTimeout(1000);
  const found = await timed(async () => {
    await page.getByRole("searchbox", { name: "Find in output" }).fill("line 0987654");
    await page.locator("mark").first().waitFor();
  });
  report(`and is searched in ${found.toFixed(0)} ms (promised 1000)`, { isKept: found <= 1000 });
}

/** The time until the complete page has arrived, with requests in sequence. */
async function measureServer(page: Page, address: string): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < 60; n++) {
    const ms = await timed(async () => {
      const answer = await page.request.get(address);
      if (!answer.ok()) throw new Error(`${address}: ${answer.status()}`);
      await answer.body();
    });
    if (n >= 20) times.push(ms);
  }
  const { p50, p95 } = percentiles(times);
  report(`${address}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (promised 60)`, { isKept: p95 <= 60 });
}
