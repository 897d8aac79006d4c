import type { Page } from "@playwright/test";
import { wooey } from "./command-line";
import { expect, expectAccessible, runToCompletion, signIn, test } from "./fixtures";

// The list of all files, a file on its own, reports and metrics: one job has everything.

async function runResults(page: Page): Promise<string> {
  await wooey("script", "add", "e2e/scripts/results.py", "--name", "Results");
  await signIn(page);
  await page.goto("/scripts/results/");
  await page.getByLabel("Label").fill("treated");
  return await runToCompletion(page);
}

test("every result can be found, opened and downloaded, and reports and metrics are shown", async ({ page }) => {
  const job = await runResults(page);

  // Metrics and parameters
  const metrics = page.getByRole("region", { name: "Metrics" });
  await expect(metrics.locator("dt")).toHaveText(["train.loss", "<b>genome</b>", "accuracy", "samples"]);
  await expect(metrics.locator("dd")).toHaveText(["0.25", "hg38", "0.93123", "12"]);
  const parameters = page.locator("details").filter({ hasText: "Parameters (3)" }).first();
  await expect(parameters.getByText("treated")).toBeVisible();
  await expect(parameters.getByText("Samples")).toBeHidden();
  await parameters.getByText("2 parameters with their defaults").click();
  await expect(parameters.getByText("Samples")).toBeVisible();

  // The list
  await page.getByRole("link", { name: "All files" }).first().click();
  const tree = page.getByRole("tree", { name: "All files" });
  await expect(tree.getByRole("treeitem", { name: "S2 2 files" })).toBeVisible();
  await expectAccessible(page);
  const search = page.getByRole("searchbox", { name: "Search files" });
  await search.fill("s1 counts");
  await expect(tree.getByRole("treeitem")).toHaveText([/^samples\/S1\/counts/, /S10\/c/, /S11\/c/, /S12\/c/]);
  await page.getByLabel("Sort by").selectOption("largest");
  await expect(tree.getByRole("treeitem").first()).toContainText("samples/S12/counts.csv");

  // By keyboard: select the first two, and open the second
  await tree.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(page.getByText(/^2 selected \(/)).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download zip" }).click();
  expect((await downloading).suggestedFilename()).toMatch(/\.zip$/);
  await page.keyboard.press("Escape");
  await tree.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "samples/S11/counts.csv" })).toBeVisible();
  await expect(page.getByRole("region", { name: "First rows of samples/S11/counts.csv" })).toBeVisible();
  await page.getByRole("heading", { name: "samples/S11/counts.csv" }).click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "samples/S10/counts.csv" })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("heading", { name: "samples/S11/counts.csv" })).toBeVisible();
  await expect(tree.locator("[aria-current=page]")).toContainText("S11");

  // A report runs in its frame, with a copy of its library
  await search.fill("report");
  await tree.getByText("report.html").click();
  const around = page.frameLocator("iframe[title='report.html']");
  const report = around.frameLocator("iframe");
  await expect(report.getByText("Reads per sample")).toBeVisible();
  await expect(report.getByText("Stored wide")).toBeVisible();
  await expect(around.getByText(/copies from other sites.*plotly 2\.35\.2 →/)).toBeVisible();
  await expect(around.getByText(/no access to the network.*charts\.invalid/)).toBeVisible();
  const frame = page.frames().find((each) => each.url().includes("/reports/"));
  await expect(page.getByText("run without access to this site")).toBeVisible();
  const [opened, address] = [await page.context().newPage(), frame?.url() ?? ""];
  const saving = opened.waitForEvent("download");
  await opened.goto(address).catch(() => undefined); // A download ends the navigation.
  expect((await saving).suggestedFilename()).toBe("report.html");
  await opened.close();

  // A phone shows either the list or a file
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(tree).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("link", { name: "All files" }).click();
  await expect(tree).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 800 });

  // Metrics as columns of the list of jobs
  await page.goto("/jobs/?script=results");
  await page.getByRole("button", { name: "Metrics" }).click();
  await page.getByRole("link", { name: "accuracy" }).click();
  await expect(page.getByRole("columnheader", { name: "accuracy" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "0.93123" }).first()).toBeVisible();
  await expectAccessible(page);
  expect(page.url()).toContain("columns=accuracy");
  await page.goto(job);
  await page.getByRole("link", { name: "Open report" }).click();
  await expect(page.getByRole("heading", { name: "report.html" })).toBeVisible();
});
