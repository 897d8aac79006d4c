import type { Page } from "@playwright/test";
import { wooey } from "./command-line";
import { expect, expectAccessible, signIn, test } from "./fixtures";

test.beforeAll(() => wooey("script", "add", "e2e/scripts/previews.py", "--name", "Previews"));

async function runPreviews(page: Page): Promise<void> {
  await page.goto("/scripts/previews/");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
}

test("a table loads more rows and is sorted in place @phone", async ({ page }) => {
  await runPreviews(page);
  const table = page.getByRole("region", { name: "First rows of table.csv" });
  await expect(table.getByRole("row")).toHaveCount(201);
  await page.getByRole("button", { name: "More rows" }).click();
  await expect(table.getByRole("row")).toHaveCount(401);
  await table.getByRole("button", { name: "reads" }).click();
  await expect(table.getByRole("columnheader", { name: "reads" })).toHaveAttribute("aria-sort", "ascending");
  await table.getByRole("button", { name: "reads" }).click();
  await expect(table.getByRole("columnheader", { name: "reads" })).toHaveAttribute("aria-sort", "descending");
  const reads = await table.locator("tbody tr td:nth-child(2)").allTextContents();
  expect(reads.map(Number)).toEqual(reads.map(Number).toSorted((a, b) => b - a));
});

test("pictures open large, and the arrow keys move between them", async ({ page }) => {
  await runPreviews(page);
  await page.getByRole("button", { name: "Enlarge a.png" }).click();
  await expect(page.getByRole("dialog", { name: "a.png" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("dialog", { name: "b.png" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("JSON is a tree, source is coloured, a PDF shows its pages", async ({ page }) => {
  await runPreviews(page);
  await expect(page.getByRole("region", { name: "Start of data.json" })).toContainText('name: "run"');
  await expect(page.locator(".hljs-keyword").first()).toHaveText("import");
  const pdf = page.getByRole("listitem").filter({ hasText: "report.pdf" });
  await pdf.scrollIntoViewIfNeeded();
  await expect(pdf.locator("canvas")).toBeVisible();
  await pdf.getByRole("button", { name: "Next" }).click();
  await expect(pdf.getByText("2 of 2")).toBeVisible();
});

test("lists and the navigation bar are updated for a job from another tab", async ({ page, context }) => {
  // A user without other jobs: the navigation bar counts those that are running.
  const person = { username: `tabs${Date.now()}`, password: "a long enough one" };
  await wooey("user", "create", person.username, "--password", person.password);
  await signIn(page, person);
  await page.goto("/jobs/");
  const other = await context.newPage();
  await other.goto("/scripts/progress/");
  await other.getByLabel("Steps").fill("200");
  await other.getByLabel("Job name").fill("Seen from afar");
  await other.getByRole("button", { name: "Run", exact: true }).click();
  await expect(other.getByText("Running").first()).toBeVisible();
  await page.bringToFront();
  const row = page.getByRole("row").filter({ hasText: "Seen from afar" }).first();
  await expect(row).toContainText("Running");
  await expect(page.getByRole("link", { name: /1 running/ })).toBeVisible();
  await other.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(row).toContainText("Stopped");
  await expect(page.getByRole("link", { name: /running/ })).toHaveCount(0);
});
