import type { Browser, Page } from "@playwright/test";
import { startWheelServer } from "../server/environments/testing/wheels";
import { wooey } from "./command-line";
import { expect, expectAccessible, signIn, test } from "./fixtures";

const password = "a long enough one";

async function createPerson(username: string, ...options: string[]): Promise<void> {
  const { exitCode, stderr } = await wooey("user", "create", username, "--password", password, ...options);
  expect([exitCode, stderr]).toEqual([0, ""]);
}

/** A page in a separate browser in which this user is signed in. */
async function pageOf(username: string, browser: Browser, site: Page): Promise<Page> {
  const { viewport, isMobile, hasTouch } = test.info().project.use;
  const options = { viewport: viewport ?? null, isMobile: isMobile ?? false, hasTouch: hasTouch ?? false };
  const context = await browser.newContext({ baseURL: new URL(site.url()).origin, ...options });
  const page = await context.newPage();
  await signIn(page, { username, password });
  return page;
}

test("a new member of staff adds a script that needs a package, restricts it to a group, runs it, and reads the audit @phone @full", async ({
  page,
  browser,
}) => {
  const stamp = Date.now();
  const [staff, member, stranger] = [`sally${stamp}`, `mia${stamp}`, `noah${stamp}`];
  const [wheels] = await Promise.all([
    startWheelServer(),
    createPerson(staff, "--staff"),
    createPerson(member, "--full-name", `Mia ${stamp}`),
    createPerson(stranger),
  ]);
  const [script, group] = [`Wheel ${stamp}`, `Biologists ${stamp}`];

  await signIn(page, { username: staff, password });
  await page.getByRole("link", { name: "Add script" }).click();
  await page.getByText("Does the script need Python packages?").click();
  await expect(page.getByText("# dependencies =")).toBeVisible();
  await expectAccessible(page);
  const source = `# /// script
# dependencies = ["${wheels.requirement("good")} ; python_version > '2.${stamp}'"]
# ///
import argparse, tinywheel
parser = argparse.ArgumentParser(description="Say hello to somebody.")
parser.add_argument("name", help="whom to greet")
print("hello", parser.parse_args().name, tinywheel.word)
`;
  const file = { name: `${script}.py`, mimeType: "text/x-python", buffer: Buffer.from(source) };
  await page.getByLabel("Group", { exact: true }).fill(`Wheels ${stamp}`);
  await page.getByLabel("Choose script files").setInputFiles(file);
  await expect(page.getByText(`${script} was added.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "What Wooey found" }).click();
  await expect(page.getByText("The form has 1 field. 1 field is required.")).toBeVisible();
  await expect(page.getByText(/Its PEP 723 block requires tinywheel/)).toBeVisible();
  await expect(page.getByText("Python packages: Ready")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Everyone can use it." }).click();
  await page.getByLabel("Or a new user group").fill(group);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: group, level: 1 })).toBeVisible();
  await page.getByRole("link", { name: script }).click();
  await expect(page.getByRole("checkbox", { name: group })).toBeChecked();
  await expect(page.getByText(`Only staff can use this script: ${group} has no members yet.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: `0 members of ${group}` }).click();
  await page.getByLabel("Add a member").fill(`Mia ${stamp}`);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText(`Similar usernames: ${member} (Mia ${stamp}).`)).toBeVisible();
  await page.getByLabel("Add a member").fill(member);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("button", { name: `Remove ${member}` })).toBeVisible();
  await expect(page.getByLabel("Add a member")).toHaveValue("");
  await expect(page.getByText("You cannot delete this group while anything above is restricted")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: script }).click();
  await expect(page.getByRole("link", { name: `1 member of ${group}` })).toBeVisible();
  await expect(page.getByText("Only staff can use this script")).toHaveCount(0);

  await page.goto(`/?group=wheels-${stamp}`);
  await page.getByRole("link", { name: script }).click();
  await expect(
    page.getByText("This script is restricted to certain groups. As a staff member, you can try it"),
  ).toBeVisible();
  const slug = new URL(page.url()).pathname.split("/")[2] ?? "";
  await runWith(page, "Sally");
  await expectAccessible(page);

  const other = await pageOf(stranger, browser, page);
  await other.goto(`/?group=wheels-${stamp}`);
  await expect(other.getByText(script, { exact: true })).toBeVisible();
  await expect(other.getByRole("link", { name: script })).toHaveCount(0);
  expect((await other.goto(`/scripts/${slug}/`))?.status()).toBe(404);
  expect((await other.goto(page.url()))?.status()).toBe(404);
  await other.context().close();
  const mia = await pageOf(member, browser, page);
  await mia.goto(`/?group=wheels-${stamp}`);
  await mia.getByRole("link", { name: script }).click();
  await runWith(mia, "Mia");
  await mia.context().close();

  await page.goto(`/manage/scripts/${slug}/`);
  await page.getByRole("link", { name: `Only ${group} can use it.` }).click();
  await page.getByRole("link", { name: "Script", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Doctor" })).toBeVisible();
  await page.getByRole("link", { name: "Audit" }).last().click();
  await expectEntries(page, staff, ["Script changed", "Script added"]);
  await expect(page.getByRole("row", { name: "Script changed" })).toContainText(`user groups: ${group}`);
  await expectAccessible(page);
  await page.goto(`/manage/audit/?user=${staff}`);
  const all = ["Member added to user group", "Script changed", "User group created", "Script added"];
  await expectEntries(page, staff, all);
  await expect(page.getByRole("row", { name: "Member added to user group" })).toContainText(`member: ${member}`);
  await wheels.close();
});

async function runWith(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: /^name/i }).first().fill(name);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(`hello ${name} from the wheel`)).toBeVisible();
}

/** Checks for these actions in this order, the newest first, each with actor and time. */
async function expectEntries(page: Page, who: string, acts: string[]): Promise<void> {
  const rows = page
    .getByRole("region", { name: "Audit" })
    .locator("tbody tr")
    .filter({ hasText: new RegExp(acts.join("|")) });
  await expect(rows).toContainText(acts);
  for (const row of await rows.all()) {
    await expect(row).toContainText(who);
    await expect(row.locator("time:visible")).toHaveCount(1);
  }
}
