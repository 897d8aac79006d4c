import { expect, expectAccessible, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

const password = "a long enough one";

test("an administrator invites a user, changes their role, and deletes them @phone @full", async ({
  page,
  browser,
}) => {
  const name = `guest-${Date.now()}`;
  await signIn(page);
  await page.goto("/manage/people/new/");
  await expectAccessible(page);
  await page.getByLabel("Recipient").fill(`For ${name}`);
  await page.getByRole("button", { name: "Create link" }).click();
  const link = (await page.getByText(/\/register\/\?invite=/).textContent()) ?? "";

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await guest.getByLabel("Username").fill(name);
  await guest.getByLabel("Password", { exact: true }).fill(password);
  await guest.getByLabel("Confirm password").fill(password);
  await guest.getByRole("button", { name: "Create account" }).click();
  await expect(guest.getByRole("button", { name: `Account: ${name}` })).toBeVisible();
  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByText("This invitation is no longer valid")).toBeVisible();

  await page.goto(`/manage/people/?q=${name}`);
  await expectAccessible(page);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Permissions").selectOption("staff");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect((await guest.goto("/manage/"))?.status()).toBe(200);
  expect((await guest.goto("/manage/people/"))?.status()).toBe(404);

  await page.getByRole("button", { name: "Disable account" }).click();
  await expect(page.getByRole("button", { name: "Enable account" })).toBeVisible();
  expect((await guest.goto("/manage/"))?.status()).toBe(404);
  await page.getByRole("button", { name: "Enable account" }).click();
  await expect(page.getByRole("button", { name: "Disable account" })).toBeVisible();

  await page.getByRole("button", { name: "Delete account…" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await dialog.getByLabel("Transfer the jobs").check();
  await dialog.getByLabel("Username of the new owner").fill("nobody-at-all");
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(dialog.getByText("There is no active account with this username.")).toBeVisible();
  await dialog.getByLabel("Delete the jobs").check();
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page).toHaveURL(/\/manage\/people\/$/);
  await page.goto(`/manage/people/?q=${name}`);
  await expect(page.getByText("No matching users")).toBeVisible();
  await second.context().close();
  await guest.context().close();
});

test("a link sets a new password after the old one was forgotten, once", async ({ page, browser }) => {
  const name = `forgetful-${Date.now()}`;
  await signIn(page);
  await page.goto("/manage/people/new/");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Create password link" }).click();
  const link = (await page.getByText(/\/reset\/\?link=/).textContent()) ?? "";
  const person = await (await browser.newContext()).newPage();
  await person.goto(link);
  await expectAccessible(person);
  await person.getByLabel("New password", { exact: true }).fill("another good one");
  await person.getByLabel("Confirm new password").fill("another good one");
  await person.getByRole("button", { name: "Set password" }).click();
  await expect(person.getByRole("button", { name: `Account: ${name}` })).toBeVisible();
  await person.goto(link);
  await expect(person.getByText("This link is no longer valid")).toBeVisible();
  await page.getByRole("button", { name: "Set random password" }).click();
  await expect(page.getByText("This temporary password")).toBeVisible();
  await person.goto("/me/");
  await expect(person).toHaveURL(/\/login\//);
  await person.context().close();
});

test("the last administrator cannot be demoted", async ({ page }) => {
  await signIn(page);
  await page.goto("/manage/people/?role=administrator");
  await page.getByRole("link", { name: "admin", exact: true }).click();
  await page.getByLabel("Permissions").selectOption("user");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "last administrator" })).toBeVisible();
});
