/**
 * npx tsx --conditions=react-server bench/form.ts [runs]
 * Measures the form of a script in the built app, with its own PostgreSQL and worker in a temporary data folder: the
 * server's time for 50 parameters, and the time in a browser with an empty cache from requesting the page until it is
 * painted and responds, for 1,284 parameters in nested sub-commands like Borg's and for as many in one list. Prints
 * each figure next to its promise; exits with 1 if a promise is broken.
 */
import { type Browser, chromium } from "@playwright/test";
import { findBrowser } from "@/e2e/browser";
import { exitCode, percentiles, report, startInstance, timed } from "./instance";

const runs = Number(process.argv[2] ?? 20);
const parameters = 1284;
const unlimited = Number.POSITIVE_INFINITY;
const app = await startInstance();
const browser = await chromium.launch({ ...findBrowser(), args: ["--disable-gpu"] });
try {
  app.addScript("fifty", flatScript(50));
  app.addScript("nested", nestedScript());
  app.addScript("flat", flatScript(parameters));
  await measureServer("/scripts/fifty/", 50, 40);
  await measureServer("/scripts/nested/", parameters, unlimited);
  await measureServer("/scripts/flat/", parameters, unlimited);
  await measurePaint(browser, { name: "50 parameters", address: "/scripts/fifty/", promisedMs: unlimited });
  await measurePaint(browser, {
    name: "1,284 parameters in sub-commands",
    address: "/scripts/nested/",
    promisedMs: 400,
  });
  await measurePaint(browser, {
    name: "1,284 parameters in one list",
    address: "/scripts/flat/",
    promisedMs: unlimited,
  });
  await measureTabs(browser);
} finally {
  await browser.close();
  await app.stop();
}
process.exit(exitCode());

/** In sequence; each ends when the page is complete. */
async function measureServer(address: string, count: number, promisedMs: number): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < runs + 20; n++) {
    const ms = await timed(async () => {
      const answer = await fetch(app.origin + address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      bytes = (await answer.arrayBuffer()).byteLength;
    });
    if (n >= 20) times.push(ms);
  }
  const { p50, p95 } = percentiles(times);
  const figures = `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms${promised(promisedMs)}; ${(bytes / 1000).toFixed(0)} kB`;
  report(`the server's time for ${address} with ${count} parameters: ${figures}`, { isKept: p50 <= promisedMs });
}

/** Measured from the start of the navigation, each time in a browser with an empty cache. */
async function measurePaint(
  browser: Browser,
  { name, address, promisedMs }: { name: string; address: string; promisedMs: number },
): Promise<void> {
  const painted: number[] = [];
  const usable: number[] = [];
  for (let n = 0; n < runs + 2; n++) {
    const context = await browser.newContext({ baseURL: app.origin, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    // The form responds once it listens; the following frame is on screen when its task has ended.
    await page.addInitScript(`
      window.painted = new Promise((resolve) => {
        new PerformanceObserver((list) => {
          for (const entry of list.getEntriesByName("first-contentful-paint")) resolve(entry.startTime);
        }).observe({ type: "paint", buffered: true });
      });
      window.usable = new Promise((resolve) => {
        const listen = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (type, ...rest) {
          if (type === "focusin" && this instanceof HTMLFormElement)
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
          return listen.call(this, type, ...rest);
        };
      });`);
    await page.goto(address, { waitUntil: "commit" });
    const [paint, use]: [number, number] = await page.evaluate("Promise.all([painted, usable])");
    await context.close();
    if (n < 2) continue;
    painted.push(paint);
    usable.push(Math.max(paint, use));
  }
  const { p50, p95 } = percentiles(usable);
  const first = percentiles(painted);
  report(
    `a form of ${name} is painted after p50 ${first.p50.toFixed(0)} ms, p95 ${first.p95.toFixed(0)} ms, and usable ` +
      `after p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms${promised(promisedMs)}`,
    { isKept: p50 <= promisedMs },
  );
}

/** From the press on a closed tab until its fields appear. */
async function measureTabs(browser: Browser): Promise<void> {
  const page = await browser.newPage({ baseURL: app.origin });
  await page.goto("/scripts/nested/");
  const times: number[] = [];
  for (let n = 1; n <= runs; n++) {
    const ms = await timed(async () => {
      await page.locator(".tab-set > label", { hasText: new RegExp(`^command-${n}$`) }).click();
      await page.locator(`[data-field="command-${n}.archive"]`).waitFor();
    });
    times.push(ms);
  }
  const { p50, p95 } = percentiles(times);
  report(`a tab of 28 fields opens in p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`, { isKept: true });
}

function promised(ms: number): string {
  return Number.isFinite(ms) ? ` (promised ${ms})` : "";
}

function flatScript(count: number): string {
  return `import argparse
p = argparse.ArgumentParser()
for i in range(${count}):
    p.add_argument(f"--option-{i}", type=[str, int, float][i % 3], help="an option", choices=["a", "b"] if i % 9 == 0 else None)
p.parse_args()
`;
}

/** 46 commands, some of them nested, with 20 common options and some of their own. */
function nestedScript(): string {
  return `import argparse
common = argparse.ArgumentParser(add_help=False)
group = common.add_argument_group("Common options")
for i in range(20):
    flag = {"action": "store_true"} if i % 3 else {"metavar": "VALUE", "type": int if i % 2 else str}
    group.add_argument(f"--common-{i}", help=f"what all commands can be told, number {i}, in a sentence as long as such help is", **flag)
parser = argparse.ArgumentParser(description="Many commands.")
parser.add_argument("-V", action="store_true", dest="V", help="say more")
parser.add_argument("--cockpit", action="store_true", help="another way to look at it")
parser.add_argument("--log-level", choices=["debug", "info", "warning", "error"], default="info")
count = 3
def fill(command, more):
    global count
    command.add_argument("archive", metavar="ARCHIVE", nargs="?", help="which archive")
    for i in range(more):
        kind = [{"action": "store_true"}, {"metavar": "PATTERN", "action": "append"}, {"type": int, "default": i}, {"choices": ["none", "lz4", "zstd"]}, {}][i % 5]
        command.add_argument(f"--own-{i}", help=f"what only this command can be told, number {i}", **kind)
    count += 21 + more
top = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
for i in range(36):
    fill(top.add_parser(f"command-{i}", parents=[common], help=f"does thing {i}", description=f"Does thing {i}, which takes a sentence or two to tell."), 7)
for name in ["key", "debug"]:
    inner = top.add_parser(name, help="has commands of its own").add_subparsers(dest=f"{name}_command", required=True)
    for i in range(5):
        fill(inner.add_parser(f"{name}-{i}", parents=[common], help=f"does {name} thing {i}"), 6)
while count < ${parameters}:
    parser.add_argument(f"--more-{count}", help="an option of all")
    count += 1
if __name__ == "__main__":
    parser.parse_args()
`;
}
