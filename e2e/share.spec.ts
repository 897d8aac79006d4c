import { administrator, expect, expectAccessible, expectScriptsWithin, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

test("a visitor runs a script, watches it, and hands the permalink to a stranger @phone-quick", async ({
  page,
  browser,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Examples" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Mandelbrot" }).click();
  await expect(page.getByLabel("Width")).toBeVisible();
  await expectScriptsWithin(page, 172);
  await page.getByLabel("Width").fill("80");
  await page.getByLabel("Height").fill("60");
  await page.getByLabel("Palette").selectOption("fire");
  await expect(page.getByRole("region", { name: "Command" })).toContainText("--palette=fire");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();

  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}\/$/);
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByLabel("Output").first()).toContainText("Wrote mandelbrot.png: 80 x 60 pixels");
  await expect(page.getByRole("img", { name: /mandelbrot\.png/ })).toBeVisible();
  await expectAccessible(page);

  const context = page.context();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  const permalink = await page.evaluate(() => navigator.clipboard.readText());
  expect(permalink).toBe(page.url());

  const stranger = await browser.newContext();
  const visit = await stranger.newPage();
  await visit.goto(permalink);
  await expect(visit.getByLabel("Output").first()).toContainText("Wrote mandelbrot.png");
  await expect(visit.getByRole("img", { name: /mandelbrot\.png/ })).toBeVisible();
  await expect(visit.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await expectScriptsWithin(visit, 180);
  await stranger.close();
});

test("output arrives while the script runs, and Stop ends it", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/scripts/progress/");
  await page.getByLabel("Steps").fill("400");
  await page.getByLabel("Job name").fill("Slow count");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("Running").first()).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Progress" })).toBeVisible();
  await page.goto("/");
  const row = page.getByRole("region", { name: "My waiting and running jobs" }).getByRole("listitem").filter({
    hasText: "Slow count",
  });
  await expect(row.getByText("Running")).toBeVisible();
  await expect(row.getByRole("progressbar", { name: "Progress" })).toBeVisible();
  await expectAccessible(page);
  await row.getByRole("link", { name: "Slow count" }).click();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByText("Stopped").first()).toBeVisible();
  await page.goto("/jobs/");
  await expect(page.getByRole("link", { name: "Slow count" })).toBeVisible();
});
