import type { Page, Route } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

const streams = /\/stream\?/;

/** Runs the example that counts, 20 times per second; returns the address of the job. */
async function count(page: Page, name: string, steps: number): Promise<string> {
  await page.goto("/scripts/progress/");
  await page.getByRole("spinbutton", { name: "Steps" }).fill(String(steps));
  await page.getByRole("spinbutton", { name: "Pause" }).fill("0.05");
  await page.getByLabel("Job name").fill(name);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}\//);
  return page.url();
}

/** Answers all connections of event streams in this way, until the returned function is called. */
async function breakStreams(page: Page, answer: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
  await page.route(streams, answer);
  return () => page.unroute(streams);
}

test("a job's page says when it is not live, catches up, and ends when the link is revoked", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const url = await count(page, "Watched from afar", 9000);
  const stranger = await browser.newContext();
  const visit = await stranger.newPage();
  await visit.goto(url);
  const log = visit.getByRole("log");
  await expect(log).toContainText("Working");

  // Offline, and then a proxy that has lost its server.
  await stranger.setOffline(true);
  await expect(visit.getByText("You are offline.")).toBeVisible();
  let answers = 0;
  const repair = await breakStreams(visit, async (route) => {
    answers += 1;
    const status = [502, 503, 429][answers % 3] ?? 502;
    await route.fulfill({ status, headers: status === 429 ? { "retry-after": "1" } : {} });
  });
  await stranger.setOffline(false);
  await expect(visit.getByText("Connection lost, trying again…")).toBeVisible();
  await expect.poll(() => answers).toBeGreaterThan(1);
  await repair();
  await expect(visit.getByText("Connection lost, trying again…")).toBeHidden();
  const shown = async () => Number(/(\d+)\/9000/.exec((await log.textContent()) ?? "")?.[1]);
  const before = await shown();
  await expect.poll(shown).toBeGreaterThan(before);

  await page.getByRole("button", { name: "Share" }).click();
  await page.getByLabel("Only me").check();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(visit.getByText("You can no longer open this job.")).toBeVisible();
  await expect(log).toContainText("Working");
  await stranger.close();
});

test("the end of a job is announced in its tab, by a notification and on other pages", async ({ page, context }) => {
  await context.grantPermissions(["notifications"]);
  await context.addInitScript(() => {
    const shown: string[] = [];
    class Recorded {
      static permission = "granted";
      static requestPermission = async () => "granted";
      constructor(title: string) {
        shown.push(title);
      }
      close() {}
    }
    Object.assign(window, { Notification: Recorded, shownNotifications: shown });
  });
  await count(page, "Announced at the end", 9000);
  await expect(page).toHaveTitle(/^◐ \d+ % · Announced at the end/);
  await expect(page.locator('link[rel="icon"]').first()).toHaveAttribute("href", /^data:image\/svg/);
  await page.getByRole("button", { name: "Notify me" }).click();
  await expect(page.getByRole("button", { name: "Notify me" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page).toHaveTitle(/^■ Announced at the end/);
  await expect(page.getByRole("button", { name: "Notify me" })).toHaveCount(0);
  // The script above has added this property.
  const shown = await page.evaluate(() => (window as unknown as { shownNotifications: string[] }).shownNotifications);
  expect(shown).toEqual(["Stopped: Announced at the end"]);

  await count(page, "Ends elsewhere", 40);
  await page.goto("/");
  await page.getByRole("link", { name: "Ends elsewhere: Completed" }).click();
  await expect(page).toHaveTitle(/^✓ Ends elsewhere/);
});

test("staff see on every page that no worker is online", async ({ page }) => {
  await signIn(page);
  await page.route(streams, (route) =>
    route.fulfill({
      contentType: "text/event-stream; charset=utf-8",
      body: "retry: 60000\n\nevent: workers\ndata: false\n\n",
    }),
  );
  await page.goto("/jobs/");
  const alert = page.getByRole("alert").getByText("No worker is online.");
  await expect(alert).toBeVisible();
  await expectAccessible(page);
  await page.unroute(streams);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Jobs" })).toBeVisible();
  await expect(alert).toHaveCount(0);
});
