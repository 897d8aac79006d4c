import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { test as base, type Cookie, expect, type Page } from "@playwright/test";

export { expect };

export const administrator = { username: "admin", password: "correct horse battery" };

interface Fixtures {
  /** Fails the test if a page logs an error, throws, or requests something from another origin. Always active. */
  cleanPages: undefined;
}

export const test = base.extend<Fixtures>({
  cleanPages: [
    async ({ context, baseURL }, use) => {
      const problems: string[] = [];
      const origin = new URL(baseURL ?? "").origin;
      context.on("console", (message) => {
        // A browser logs each response of 400 and more as an error; tests that expect one check the response. Scripts
        // in the HTML of a job cannot run where it is shown, and the browser reports each of them.
        const isExpected = /^(Failed to load resource|Blocked script execution in \S+\?preview)/.test(message.text());
        // A report asks for what its policy blocks, and a hostile one for everything.
        const isFromReport = /\/reports\/|\/report\//.test(message.location().url);
        if (message.type() === "error" && !isExpected && !isFromReport) problems.push(message.text());
      });
      context.on("weberror", (error) => problems.push(String(error.error())));
      context.on("request", (request) => {
        const url = new URL(request.url());
        // What the policy of a report blocks is an event here too, although nothing is sent (e2e/hostile.spec.ts).
        const isOfReport = !request.isNavigationRequest() && /\/reports\//.test(request.frame().url());
        if (/^https?:$/.test(url.protocol) && url.origin !== origin && !isOfReport)
          problems.push(`asked ${url.origin}`);
      });
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** The administrator's session, which the tests of one process share. */
let administratorSession: Cookie[] | undefined;
/** After this long it is opened anew: after 15 minutes, some pages ask for the password again. */
const SHARED_MS = 10 * 60_000;
let sharedSince = 0;

/**
 * Signs in as the administrator without leaving the current page, or as another user through the sign-in page. That
 * page itself is tested in accounts.spec.ts.
 */
export async function signIn(page: Page, person = administrator): Promise<void> {
  if (person === administrator && administratorSession && Date.now() - sharedSince < SHARED_MS) {
    await page.context().addCookies(administratorSession);
    return;
  }
  await page.goto("/login/");
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/login/);
  if (person !== administrator) return;
  const cookies = await page.context().cookies();
  sharedSince = Date.now();
  administratorSession = cookies.filter(({ name }) => name === "wooey_session");
}

/**
 * Submits the form of a script that the page shows, and waits until its job is completed; returns the address of the job.
 * The form lists earlier jobs, so a word of a state alone does not show that the page has changed.
 */
export async function runToCompletion(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}\/$/);
  await expect(page.getByText("Completed").first()).toBeVisible();
  return page.url();
}

/** Checks that the page's scripts are no larger than promised, compressed as a server sends them. */
export async function expectScriptsWithin(page: Page, kilobytes: number): Promise<void> {
  await page.waitForLoadState("load");
  const urls = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  const scripts = urls.filter((url) => /\.m?js(\?|$)/.test(url));
  const bodies = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).body()));
  const bytes = bodies.map((body) => gzipSync(body).length).reduce((sum, size) => sum + size, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes / 1000).toBeLessThanOrEqual(kilobytes);
}

/** Checks that axe finds no violation of the WCAG 2.2 rules (A and AA). */
export async function expectAccessible(page: Page): Promise<void> {
  // Next streams the title, so it is missing for a moment between two pages.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ["violations"], iframes: false })
    // Nothing can run in these frames, not even axe: it would wait half a minute for each.
    .exclude('iframe[sandbox=""]')
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    // Without it, each analysis opens another page to combine the results of frames, and there is one frame.
    .setLegacyMode()
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

/** Checks that nothing on the page is wider than the screen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(width ?? 0);
}
