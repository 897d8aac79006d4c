import { chromium, type Route } from "@playwright/test";
import { findBrowser } from "./browser";
import { expect, expectAccessible, expectScriptsWithin, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

const command = (text: string | RegExp) => ({ hasText: text });

test("a form shows its command live, checks its fields, and runs @phone", async ({ page }) => {
  await page.goto("/scripts/progress/");
  await expectAccessible(page);
  const shown = page.getByRole("region", { name: "Command line" });
  await page.getByLabel("Steps").fill("3");
  await page.getByLabel("Pause").fill("0.1");
  await expect(shown).toContainText("progress.py --steps=3 --pause=0.1");
  await page.getByLabel("Steps").fill("1.5");
  await page.getByLabel("Pause").focus();
  await expect(page.getByText("Enter a whole number.")).toBeVisible();
  await page.getByLabel("Steps").fill("3");
  await expect(page.getByText("Enter a whole number.")).toBeHidden();
  await expectScriptsWithin(page, 172);
  await page.getByLabel("Job name").fill("Three steps");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}\//);
  await expect(page.getByRole("heading", { name: "Three steps" })).toBeVisible();
  await expect(page.getByRole("log")).toContainText("Done: 3 steps");
});

test("the command belongs to the last change, however late the server answers; without it the form works", async ({
  page,
}) => {
  await page.goto("/scripts/progress/");
  const shown = page.getByRole("region", { name: "Command line" });
  const asked: Route[] = [];
  await page.route("**/scripts/progress/command", (route) => asked.push(route));
  const askedFor = async (count: number) => {
    await expect.poll(() => asked.length).toBe(count);
    return asked[count - 1];
  };
  await page.getByLabel("Steps").fill("3");
  const early = await askedFor(1);
  await expect(shown.locator("[aria-busy=true]")).toBeVisible();
  await expect(shown.getByRole("button", { name: "Copy", exact: true })).toBeDisabled();
  await page.getByLabel("Steps").fill("4");
  await (await askedFor(2))?.continue();
  await expect(shown).toContainText("--steps=4");
  await early?.continue();
  await expect(shown.getByRole("button", { name: "Copy", exact: true })).toBeEnabled();
  await page.getByLabel("Steps").fill("5");
  await (await askedFor(3))?.abort();
  await expect(shown.getByRole("status").filter(command("did not respond"))).toBeVisible();
  await expect(shown).toContainText("--steps=4");
  await expectAccessible(page);
  await page.getByLabel("Steps").fill("1.5");
  await page.getByLabel("Pause").fill("0.1");
  await expect(page.getByText("Enter a whole number.")).toBeVisible();
  await page.getByLabel("Steps").fill("2");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByRole("log")).toContainText("Done: 2 steps");
});

test("without the description of its fields, a form reports this, and runs", async ({ page }) => {
  await page.goto("/scripts/progress/");
  await page.route(/progress/, (route) =>
    route.request().headers()["next-action"] ? route.abort() : route.fallback(),
  );
  await page.getByLabel("Steps").fill("2");
  const shown = page.getByRole("region", { name: "Command line" });
  await expect(shown.getByRole("status").filter(command("did not respond"))).toBeVisible();
  await page.getByLabel("Pause").fill("0.1");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("log")).toContainText("Done: 2 steps");
});

test("a missing value is reported next to its field and in a summary that links to it", async ({ page }) => {
  await page.goto("/scripts/text-tools/");
  await page.getByText("search", { exact: true }).click();
  const summary = page.getByRole("alert").filter({ hasText: "must be fixed" });
  // Until the page's scripts have started, the server answers, as without JavaScript.
  await expect(async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(summary).toBeVisible({ timeout: 3000 });
  }).toPass();
  await summary.getByRole("link").first().click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await expectAccessible(page);
});

test("files and sub-commands run, and a clone has the same values", async ({ page }) => {
  await page.goto("/scripts/text-tools/");
  await page.getByText("count", { exact: true }).click();
  await page
    .getByLabel("Files")
    .and(page.locator("input"))
    .first()
    .setInputFiles({ name: "cats.txt", mimeType: "text/plain", buffer: Buffer.from("the cat and the dog\n") });
  await expect(page.getByRole("region", { name: "Command line" })).toContainText("count cats.txt");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
  await page.getByRole("link", { name: "Edit and run again" }).click();
  await expect(page).toHaveURL(/\/scripts\/text-tools\/jobs\//);
  await expect(page.getByText("cats.txt").first()).toBeVisible();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
});

test("a pasted command and a link fill the form", async ({ page }) => {
  await page.goto("/scripts/progress/");
  await page.getByText("Paste a command to fill the form").click();
  await page.getByLabel("Command to paste").fill("$ python progress.py --steps 7 --label 'a b'");
  await page.getByRole("button", { name: "Fill the form" }).click();
  await expect(page.getByLabel("Steps")).toHaveValue("7");
  await expect(page.getByLabel("Label", { exact: true })).toHaveValue("a b");
  await page.goto("/scripts/progress/?steps=9");
  await expect(page.getByLabel("Steps")).toHaveValue("9");
  await page.goto("/scripts/progress/?command=--nonsense");
  await expect(page.getByRole("alert").filter(command("nonsense"))).toBeVisible();
});

test("the form works without JavaScript", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/scripts/text-tools/");
  await page.getByText("search", { exact: true }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("alert").filter(command("This field is required."))).toBeVisible();
  await page.goto("/scripts/progress/");
  await page.getByLabel("Steps").fill("2");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("log")).toContainText("Done: 2 steps", { timeout: 500 });
  }).toPass();
  await context.close();
});

test("without JavaScript, a job is cloned by http on another machine, where browsers send no Sec-Fetch-Site @full", async ({
  baseURL,
}) => {
  // An address of the documentation's network, which this browser takes to this machine.
  const address = "192.0.2.7";
  const { args = [], ...browserOptions } = findBrowser();
  const browser = await chromium.launch({
    ...browserOptions,
    args: [...args, `--host-resolver-rules=MAP ${address} 127.0.0.1`],
  });
  const { port } = new URL(baseURL ?? "");
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: `http://${address}:${port}` });
  const page = await context.newPage();
  const run = () => page.getByRole("button", { name: "Run", exact: true }).click();
  await page.goto("/scripts/progress/");
  await page.getByLabel("Steps").fill("2");
  await run();
  await expect(page).toHaveURL(/\/jobs\//);
  const first = page.url();
  await page.getByRole("link", { name: "Edit and run again" }).click();
  await expect(page).toHaveURL(/\/scripts\/progress\/.*jobs\//);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await run();
  expect((await (await sent).allHeaders())["sec-fetch-site"]).toBeUndefined();
  await expect(page).toHaveURL(/\/jobs\//);
  expect(page.url()).not.toBe(first);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await browser.close();
});

test("an unknown script, an unknown version, an unknown job: 404", async ({ page }) => {
  for (const path of [
    "/scripts/none/",
    "/scripts/progress/version/99",
    "/scripts/progress/jobs/999999",
    "/jobs/999999/",
  ])
    expect((await page.goto(path))?.status(), path).toBe(404);
});
