import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

const source = `import argparse
parser = argparse.ArgumentParser(description="Say hello to somebody.")
parser.add_argument("name", help="whom to greet")
print("hello", parser.parse_args().name)
`;

test("staff add a script, read how it was understood, and disable it", async ({ page, browser }) => {
  await signIn(page);
  const name = `Greeter ${Date.now()}`;
  await page.goto("/scripts/new/");
  await expectAccessible(page);
  await page.getByLabel("Choose script files").setInputFiles(file(`${name}.py`, "print('broken"));
  await expect(page.getByText(`${name} was not added`)).toBeVisible();
  await page.route("**/add-or-update/", (route) => route.abort("connectionreset"), { times: 1 });
  await page.getByLabel("Choose script files").setInputFiles(file(`${name}.py`, source));
  await expect(page.getByText("the upload was interrupted. Nothing was added. Try again.")).toBeVisible();
  await page.getByLabel("Choose script files").setInputFiles(file(`${name}.py`, source));
  await page.getByRole("link", { name: "What Wooey found" }).click();
  await expect(page.getByRole("heading", { name: "Doctor" })).toBeVisible();
  await expect(page.getByText(/argparse/)).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Description").fill("Says hello, kindly.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(new URL(`/?q=${encodeURIComponent(name)}`, page.url()).href);
  await expect(visitor.getByText("Says hello, kindly.").first()).toBeVisible();

  await page.goto(`/manage/?q=${encodeURIComponent(name)}`);
  await expectAccessible(page);
  await page
    .getByRole("row", { name: new RegExp(name) })
    .getByRole("button", { name: "Disable" })
    .click();
  await expect(page.getByText("Script disabled")).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole("link", { name })).toHaveCount(0);
  await visitor.context().close();
});

const file = (name: string, text: string) => ({ name, mimeType: "text/x-python", buffer: Buffer.from(text) });

/** Adds a script that only staff can see so far, and returns its slug. */
async function addHidden(page: Page, name: string, text: string): Promise<string> {
  await page.goto("/scripts/new/");
  await page.getByLabel("Only staff can see them until I enable them").check();
  await page.getByLabel("Choose script files").setInputFiles(file(`${name}.py`, text));
  await page.getByRole("link", { name: "What Wooey found" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  return new URL(page.url()).pathname.split("/")[3] ?? "";
}

const terminalScript = 'import sys\nprint("in a terminal:", sys.stdout.isatty())\n';

test("staff set the limits of a disabled script and how it runs, and test it: only staff see the job", async ({
  page,
  browser,
}) => {
  const name = `Tried ${Date.now()}`;
  await signIn(page);
  const slug = await addHidden(page, name, `${source}${terminalScript}`);
  await expect(page.getByText("Only staff can see it.")).toBeVisible();
  await page.getByRole("link", { name: "Limits and access" }).click();
  await page.getByLabel("Run time (s)").fill("soon");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a whole number")).toBeVisible();
  await page.getByLabel("Run time (s)").fill("60");
  await page.getByRole("checkbox", { name: "Run in a terminal" }).check();
  await expect(page.getByLabel("Isolation", { exact: true })).toContainText(
    /Highest level this machine supports \(currently \d\)/,
  );
  await page.getByLabel("Isolation", { exact: true }).selectOption("Level 0: none");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.goto(`/manage/scripts/${slug}/`);
  await expect(page.getByText("isolation level 0")).toBeVisible();

  await page.goto(`/scripts/${slug}/`);
  await expect(page.getByText("Only you and other staff can see the job.")).toBeVisible();
  await page.getByRole("textbox", { name: /^name/i }).first().fill("Ada");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("hello Ada")).toBeVisible();
  await expect(page.getByText("in a terminal: True")).toBeVisible();
  await page.getByText("Where and when it ran").click();
  await expect(page.getByText("level 0: not isolated")).toBeVisible();
  const visitor = await (await browser.newContext()).newPage();
  expect((await visitor.goto(page.url()))?.status()).toBe(404);
  await visitor.context().close();
});

test("staff read a version before it becomes the default, learn of each other's changes, and delete the script", async ({
  page,
}) => {
  const name = `Edited ${Date.now()}`;
  await signIn(page);
  const slug = await addHidden(page, name, source);
  await page.getByLabel("Choose script files").setInputFiles(file("next.py", `${source}# better\n`));
  await expect(page.getByText("Users currently run v1.1.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make default" }).click();
  await expect(page.getByText("Users currently run v1.1.")).toBeHidden();

  await page.goto(`/manage/scripts/${slug}/`);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await page.getByLabel("Documentation").fill("# Read *this*");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { name: "Read this" })).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await other.getByLabel("Description").fill("Mine");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("admin has changed this script since you opened this page.")).toBeVisible();
  await expect(other.getByLabel("Description")).toHaveValue("Mine");
  await other.close();

  await page.getByRole("button", { name: "Delete script…" }).click();
  await expect(page.getByText("2 versions and 0 jobs")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("To confirm, enter the name").fill("something else");
  await page.getByRole("button", { name: "Delete script", exact: true }).click();
  await expect(page.getByText(`Enter the name exactly: ${name}.`)).toBeVisible();
  await page.getByLabel("To confirm, enter the name").fill(name);
  await page.getByRole("button", { name: "Delete script", exact: true }).click();
  await expect(page).toHaveURL(/\/manage\/$/);
  await page.goto(`/manage/?q=${encodeURIComponent(name)}`);
  await expect(page.getByText("No matching scripts")).toBeVisible();
});

test("only staff find the pages for staff", async ({ page }) => {
  expect((await page.goto("/manage/"))?.status()).toBe(404);
  const addresses = [
    "scripts/progress/",
    "scripts/progress/limits/",
    "environments/",
    "environments/new/",
    "instance/",
  ];
  for (const address of addresses) expect((await page.goto(`/manage/${address}`))?.status()).toBe(404);
  await page.goto("/scripts/new/");
  await expect(page).toHaveURL(/\/login\//);
});

const staffPages = `/scripts/new/ /manage/ /manage/scripts/text-tools/ /manage/scripts/text-tools/limits/
  /manage/scripts/text-tools/parameters/ /manage/environments/ /manage/environments/new/ /manage/groups/ /manage/groups/1/
  /manage/people/ /manage/people/1/ /manage/people/new/`;

// `npm run test:full` also goes through the journeys with the tag @phone-full on a phone.
test("the pages for staff fit a phone @phone-only", async ({ page }) => {
  await signIn(page);
  for (const address of staffPages.split(/\s+/)) {
    expect((await page.goto(address))?.status(), address).toBe(200);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await page.goto("/manage/scripts/text-tools/");
  await page.getByRole("button", { name: "Delete script…" }).click();
  await expect(page.getByRole("dialog").getByLabel("To confirm, enter the name")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
