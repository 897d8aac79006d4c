import type { APIRequestContext } from "@playwright/test";
import { createApiKey, wooey } from "./command-line";
import { expect, expectAccessible, signIn, test } from "./fixtures";

// What happens while somebody does not look, or looks from elsewhere.

test.describe.configure({ mode: "parallel" });

const streams = /\/stream\?/;

test.beforeAll(async () => {
  for (const name of ["Patient", "Hopeless", "One at a time"])
    await wooey("script", "add", "e2e/scripts/patient.py", "--name", name);
});

interface Sent {
  method?: "PATCH" | "POST";
  data: object;
}

async function call(request: APIRequestContext, path: string, { method = "POST", data }: Sent) {
  const headers = { authorization: `Bearer ${await createApiKey("admin")}`, prefer: "wait=45" };
  const answer = await request.fetch(`/api/v2${path}`, { method, headers, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Runs a script that counts seconds, and returns its job when it runs or waits. */
async function count(request: APIRequestContext, slug: string, seconds: number) {
  const headers = { authorization: `Bearer ${await createApiKey("admin")}` };
  const answer = await request.post(`/api/v2/scripts/${slug}/jobs`, { headers, data: { input: { seconds } } });
  const { id, uuid } = await answer.json();
  return { address: `/jobs/${uuid}/`, stop: () => call(request, `/jobs/${id}/cancel`, { data: {} }) };
}

test("after sleep, and in a tab that comes back, a job's page is right within a second @full", async ({
  page,
  request,
}) => {
  await signIn(page);
  const job = await count(request, "patient", 600);
  await page.clock.install();
  // A connection that says nothing any more, as after a sleep of the computer.
  await page.route(streams, () => undefined);
  await page.goto(job.address);
  await expect(page.getByText("Running").first()).toBeVisible();
  await page.clock.pauseAt(Date.now() + 60_000);
  await job.stop();
  await page.unroute(streams);
  await page.clock.fastForward("01:00:00");
  // The clock of the page stands still while the server answers.
  let passedMs = 0;
  await expect(async () => {
    passedMs += 50;
    await page.clock.runFor(50);
    await expect(page.getByText("Stopped").first()).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect(passedMs).toBeLessThanOrEqual(1000);

  const next = await count(request, "patient", 600);
  await page.clock.resume();
  await page.route(streams, (route) => route.fulfill({ status: 503, headers: { "retry-after": "3000" } }));
  await page.goto(next.address);
  await expect(page.getByText("Connection lost, trying again…")).toBeVisible();
  await next.stop();
  await page.unroute(streams);
  // What a browser reports when a tab is shown again.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(page.getByText("Stopped").first()).toBeVisible();
});

test("the reason why a job waits is gone as soon as the job runs", async ({ page, request }) => {
  await signIn(page);
  await call(request, "/scripts/one-at-a-time", { method: "PATCH", data: { limits: { concurrent: 1 } } });
  const first = await count(request, "one-at-a-time", 600);
  const second = await count(request, "one-at-a-time", 600);
  await page.goto(second.address);
  const reason = page.getByText("This script runs one job at a time.");
  await expect(reason).toBeVisible();
  await expect(page).toHaveTitle(/^◌/);
  await first.stop();
  await expect(page.getByRole("log")).toContainText("second 1");
  await expect(reason).toHaveCount(0);
  await second.stop();
  await expect(page.getByText("Stopped").first()).toBeVisible();
});

test("each reader sees the times of a job in their own zone", async ({ browser, baseURL, request }) => {
  const job = await call(request, "/scripts/patient/jobs", { data: { input: {} } });
  const at = new Date(job.createdAt);
  for (const [timeZone, zone] of [
    ["Asia/Tokyo", "GMT+9"],
    ["America/Phoenix", "GMT-7"],
  ]) {
    const context = await browser.newContext({ baseURL: baseURL ?? "", timezoneId: timeZone, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(`/jobs/${job.uuid}/`);
    const time = at.toLocaleTimeString("en-GB", { timeZone });
    await expect(page.getByTitle(`${time} ${zone}`).first()).toHaveAttribute("datetime", at.toISOString());
    await context.close();
  }
});

test("staff see what needs attention, with the way to it, also without JavaScript", async ({
  page,
  request,
  browser,
  baseURL,
}) => {
  await signIn(page);
  for (let run = 0; run < 3; run += 1) await call(request, "/scripts/hopeless/jobs", { data: { input: { exit: 3 } } });
  const storageState = await page.context().storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? "", storageState });
  const home = await plain.newPage();
  await home.goto("/");
  const attention = home.getByRole("region", { name: "Needs attention" });
  const item = attention.getByRole("listitem").filter({ hasText: "The last three jobs of Hopeless failed." });
  await item.getByRole("link", { name: "Failed jobs" }).click();
  await expect(home.getByRole("row").filter({ hasText: "Hopeless" })).toHaveCount(3);
  await plain.close();
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Needs attention" })).toContainText("Hopeless");
  await expectAccessible(page);
});

test("the bar with the button never covers the field that has the focus @phone", async ({ page }) => {
  await page.goto("/scripts/mandelbrot/");
  await page.getByRole("main").getByRole("textbox").first().focus();
  const covered = () =>
    page.evaluate(() => {
      const bar = document.querySelector("[data-form-bar]")?.getBoundingClientRect();
      const field = document.activeElement?.getBoundingClientRect();
      const isField = document.activeElement?.matches("input, textarea, select, summary");
      return Boolean(isField && bar && field && field.bottom > bar.top + 1);
    });
  for (let step = 0; step < 12; step += 1) {
    await expect.poll(covered).toBe(false);
    await page.keyboard.press("Tab");
  }
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeInViewport();
});
