import { expect, expectAccessible, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

test("an account: profile, password, a key that works, sign out @phone", async ({ page, playwright, baseURL }) => {
  const username = `dora${Date.now()}`;
  await page.goto("/register/");
  await expectAccessible(page);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill("a good password");
  await page.getByLabel("Confirm password").fill("another password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("The passwords do not match.")).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(username);
  await page.getByLabel("Confirm password").fill("a good password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).not.toHaveURL(/register/);

  await page.goto("/me/");
  await expectAccessible(page);
  await page.getByLabel("Full name").fill("Dora the tester");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Dora the tester" })).toBeVisible();

  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password", { exact: true }).fill("an even better one");
  await page.getByLabel("Confirm new password").fill("an even better one");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();

  await page.getByLabel("Name of the new key").fill("laptop");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByRole("status").locator("code").first().textContent();
  const client = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  const headers = { authorization: `Bearer ${key}` };
  expect((await client.get("/api/jobs/v1/999999/status/", { headers })).status()).toBe(404);
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("API key disabled")).toBeVisible();
  expect((await client.get("/api/jobs/v1/999999/status/", { headers })).status()).toBe(403);
  await client.dispose();

  await page.getByRole("button", { name: /^Account: / }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await page.goto("/me/");
  await expect(page).toHaveURL(/\/login\/\?next=/);

  await signIn(page, { username, password: "a good password" });
  await page.goto("/me/");
  await page.getByLabel("Theme").selectOption("dark");
  await page.getByRole("button", { name: "Use this theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Delete my account…" }).click();
  await expectAccessible(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Delete the jobs").check();
  await dialog.getByLabel("Your password").fill("not this one");
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await expect(dialog.getByText("This is not your current password.")).toBeVisible();
  await dialog.getByLabel("Your password").fill("a good password");
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("a frequent password is refused; a limited key, and signing out elsewhere", async ({ page, browser }) => {
  const username = `erin${Date.now()}`;
  await page.goto("/register/");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill("qwertyuiop");
  await page.getByLabel("Confirm password").fill("qwertyuiop");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Many people use this password")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("a good password");
  await page.getByLabel("Confirm password").fill("a good password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).not.toHaveURL(/register/);

  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, { username, password: "a good password" });
  await page.goto("/me/");
  await page.getByLabel("Name of the new key").fill("reader");
  await page.getByLabel("Run scripts, and stop").uncheck();
  await page.getByText("Only for certain scripts").click();
  await page.getByLabel("Calendar sheet").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("row", { name: "reader" })).toContainText("read · Calendar sheet");

  await page.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("Signed out", { exact: true })).toBeVisible();
  await elsewhere.goto("/me/");
  await expect(elsewhere).toHaveURL(/\/login\//);
  await elsewhere.context().close();
});

test("signing in leads to the requested page, and never off the site", async ({ page, browser }) => {
  await page.goto("/login/?next=/scrapbook/");
  await expectAccessible(page);
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/scrapbook\/?$/);
  // A separate browser, because a response under way could set the cookies again that are cleared here.
  const other = await (await browser.newContext()).newPage();
  await other.goto(new URL("/login/?next=https://evil.example/", page.url()).href);
  await other.getByLabel("Username").fill("admin");
  await other.getByLabel("Password").fill("correct horse battery");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/127\.0\.0\.1:\d+\/$/);
  await other.context().close();
});

test("a pinned file is in the scrapbook", async ({ page }) => {
  await signIn(page);
  await page.goto("/scripts/calendar-sheet/");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const pin = page.getByRole("button", { name: /calendar.*\.csv: pinned to my scrapbook/ });
  await pin.click();
  await expect(pin).toHaveAttribute("aria-pressed", "true");
  await page.goto("/scrapbook/");
  await expect(page.getByRole("link", { name: /calendar.*\.csv/ }).first()).toBeVisible();
  await expectAccessible(page);
});
