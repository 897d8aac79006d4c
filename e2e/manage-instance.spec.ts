import { expect, expectAccessible, signIn, test } from "./fixtures";

test("a notice appears on every page at once, and the audit can be filtered and exported", async ({ page }) => {
  await signIn(page);
  const notice = `Down on Sunday ${Date.now()}`;
  await page.goto("/manage/instance/");
  await page.getByLabel("Keep visitors’ ended jobs for").fill("soon");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a duration such as 30d")).toBeVisible();
  await page.getByLabel("Keep visitors’ ended jobs for").fill("none");
  await page.getByRole("textbox", { name: "Notice" }).fill(notice);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Notice" })).toHaveText(notice);
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Notice" })).toHaveText(notice);
  await expectAccessible(page);

  await page.goto("/manage/audit/");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await expect(page.getByText(`notice: ${notice}`)).toBeVisible();
  await page.getByLabel("Who").fill("nobody");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No matching entries")).toBeVisible();
  await page.getByRole("link", { name: "Clear" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("audit.csv");

  await page.goto("/manage/instance/");
  await page.getByRole("textbox", { name: "Notice" }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Notice" })).toHaveCount(0);
});

test("while registration is closed, nobody sees its form", async ({ page, browser }) => {
  await signIn(page);
  await page.goto("/manage/instance/");
  await page.getByLabel("Registration").selectOption("closed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(new URL("/register/", page.url()).href);
  await expect(visitor.getByText("Registration is closed")).toBeVisible();
  await page.getByLabel("Registration").selectOption("default");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(async () => {
    await visitor.reload();
    await expect(visitor.getByText("Registration is closed")).toHaveCount(0, { timeout: 1000 });
    await expect(visitor.getByRole("button", { name: "Create account" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await visitor.context().close();
});
