import type { Page } from "@playwright/test";
import { administrator, expect, expectAccessible, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

const source = `import argparse
parser = argparse.ArgumentParser(description="Sorts reads.")
parser.add_argument("--sample", required=True)
parser.add_argument("--token", help="Of the service.")
parser.add_argument("--tag", action="append")
parser.add_argument("--table", type=argparse.FileType("r"), help="Samples as CSV")
parser.add_argument("--reads", nargs="*", type=argparse.FileType("r"), help="FASTQ")
how = parser.add_mutually_exclusive_group(required=True)
how.add_argument("--fast", action="store_true")
how.add_argument("--level", type=int)
args = parser.parse_args()
print("sample", args.sample, "tags", args.tag, "fast", args.fast, "level", args.level)
for file in [args.table, *(args.reads or [])]:
    if file: print(file.read())
`;

async function upload(page: Page, name: string): Promise<string> {
  await page.goto("/scripts/new/");
  const buffer = Buffer.from(`${source}# ${name}\n`);
  await page.locator("input[type=file]").setInputFiles({ name: `${name}.py`, mimeType: "text/x-python", buffer });
  await expect(page.getByRole("link", { name: "What Wooey found" }).first()).toBeVisible();
  return `/scripts/${name.replaceAll("_", "-")}/`;
}

const field = (page: Page, path: string) => page.locator(`[data-field="${path}"]`);
const restored = (page: Page) => page.getByText("Restored what you had typed");
const shownCommand = (page: Page) => page.getByRole("region", { name: "Command line" }).locator("code");
const runButton = (page: Page) => page.getByRole("button", { name: "Run", exact: true });
const keptKeys = (page: Page) =>
  page.evaluate(() =>
    [localStorage, sessionStorage].flatMap(Object.keys).filter((key) => key.startsWith("wooey:draft")),
  );

/** Drops or pastes files on the page itself, not on a field. */
async function give(page: Page, type: "drop" | "paste", files: Record<string, string>): Promise<void> {
  await page.evaluate(
    ({ type, files }) => {
      const transfer = new DataTransfer();
      for (const [name, text] of Object.entries(files)) transfer.items.add(new File([text], name));
      const init = { bubbles: true, cancelable: true };
      const event =
        type === "drop"
          ? new DragEvent("drop", { ...init, dataTransfer: transfer })
          : new ClipboardEvent("paste", { ...init, clipboardData: transfer });
      document.querySelector("h1")?.dispatchEvent(event);
    },
    { type, files },
  );
}

/** Moves through the form by the Tab key. Returns the names of controls that are above the one before, or covered. */
async function findDisorder(page: Page): Promise<string[]> {
  await page.getByRole("textbox", { name: "Sample" }).focus();
  const found: string[] = [];
  let last = { top: 0, left: 0 };
  for (let step = 0; step < 60; step++) {
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element?.closest("form[enctype]")) return null;
      const box = element.getBoundingClientRect();
      const bar = document.querySelector("[data-form-bar]");
      const covering = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const isCovered = !bar?.contains(element) && bar?.contains(covering) === true;
      const isInBar = bar?.contains(element) === true;
      return { name: element.outerHTML.slice(0, 80), top: box.top + scrollY, left: box.left, isCovered, isInBar };
    });
    if (!seen) break;
    const isAbove = !seen.isInBar && seen.top < last.top - 12;
    const isBefore = !seen.isInBar && Math.abs(seen.top - last.top) <= 12 && seen.left < last.left;
    if (seen.isCovered || isAbove || isBefore) found.push(seen.name);
    last = seen;
    await page.keyboard.press("Tab");
  }
  return found;
}

test("a form keeps what was typed: dropped files, other pages, reload, links, an upload, Back, signing out", async ({
  page,
}) => {
  await signIn(page);
  const path = await upload(page, "kept_form");
  await page.context().clearCookies();
  const person = await register(page, "dina");
  await page.goto(path);

  // Exactly one of two: radio buttons below "Required".
  const required = page
    .locator("details")
    .filter({ has: page.getByText("Required") })
    .first();
  await expect(required.getByRole("radio")).toHaveCount(2);
  await expect(required.locator("summary")).toContainText("3");
  await page.getByRole("textbox", { name: "Sample" }).fill("S-17");
  await page.getByRole("radio", { name: "Level" }).check();
  await page.getByRole("spinbutton", { name: "Level" }).fill("3");
  await page.getByRole("radio", { name: "Fast" }).check();
  await expect(page.getByRole("spinbutton", { name: "Level" })).toBeHidden();
  await expect(shownCommand(page)).toContainText("--fast");
  await expect(shownCommand(page)).not.toContainText("--level");
  await page.getByRole("radio", { name: "Level" }).check();
  await expect(shownCommand(page)).toContainText("--level=3");
  await page.setViewportSize({ width: 1280, height: 420 });
  expect(await findDisorder(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });

  // Files that are dropped anywhere are spread over the fields.
  await give(page, "drop", { "b.fastq": "@b\n", "rows.csv": "a,b\n", "a.fastq": "@a\n" });
  await expect(page.getByText("Added to Table: rows.csv · Added to Reads: b.fastq, a.fastq")).toBeVisible();
  await give(page, "paste", { "c.fastq": "@c\n" });
  await expect(field(page, "reads").getByText("c.fastq")).toBeVisible();
  await expect(field(page, "reads").getByText("a.fastq")).toBeVisible();

  // Another page and back.
  await page.getByLabel("Token", { exact: true }).fill("hunter2-token");
  await page.locator('[name="tag"]').first().fill("one");
  await field(page, "tag").getByRole("button", { name: /add/i }).click();
  await page.locator('[name="tag"]').nth(1).fill("two");
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\/$/);
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain("hunter2");
  await page.goto(path);
  await expect(restored(page)).toBeVisible();
  await expect(page.getByText("Choose these files again: rows.csv, b.fastq, a.fastq, c.fastq")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("S-17");
  await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
  await expect(page.locator('[name="tag"]').nth(1)).toHaveValue("two");
  await expect(page.getByRole("spinbutton", { name: "Level" })).toHaveValue("3");
  await expect(shownCommand(page)).toContainText("--sample=S-17 --tag=one --tag=two --level=3");
  await expectAccessible(page);

  // A link counts more, and what is typed over it is kept for its page only.
  await page.goto(`${path}?sample=linked`);
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("linked");
  await page.getByRole("textbox", { name: "Sample" }).fill("changed");
  await runButton(page).click();
  await expect(field(page, "fast")).toContainText("One of");
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\/$/);
  await page.goBack();
  await expect(restored(page)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("changed");
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("linked");
  await expect(restored(page)).toBeHidden();

  // The browser asks before it leaves while the files are being uploaded.
  await page.goto(path);
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("S-17");
  await give(page, "drop", { "a.fastq": "@a\n", "rows.csv": "a,b\n" });
  await expect(field(page, "reads").getByText("a.fastq")).toBeVisible();
  let send = () => {};
  const isSent = new Promise<void>((resolve) => {
    send = resolve;
  });
  await page.route(/\/run\?user=/, async (route) => {
    await isSent;
    await route.continue();
  });
  const requested = page.waitForRequest(/\/run\?user=/);
  await runButton(page).click();
  await requested;
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  send();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("log")).toContainText("sample S-17 tags ['one', 'two'] fast False level 3");

  // Back from the job everything is there, the files included; a new visit starts anew.
  await page.goBack();
  await expect(restored(page)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("S-17");
  await expect(field(page, "table").getByText("rows.csv")).toBeVisible();
  await expect(field(page, "reads").getByText("a.fastq")).toBeVisible();
  await runButton(page).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("log")).toContainText("@a");
  await page.getByRole("link", { name: "Wooey", exact: true }).click();
  await page.goto(path);
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("");
  await page.getByRole("textbox", { name: "Sample" }).fill("mine alone");
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain("mine alone");

  // Nobody else sees it, and nothing stays after signing out.
  await page.context().clearCookies();
  await page.goto(path);
  await expect(runButton(page)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("");
  await signIn(page, person);
  await page.goto(path);
  await expect(page.getByRole("textbox", { name: "Sample" })).toHaveValue("mine alone");
  await page.getByRole("button", { name: /^Account: / }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  expect(await keptKeys(page)).toEqual([]);
});

test("a form stays when its session ends, another user signs in, or a visitor signs in @phone @full", async ({
  page,
}) => {
  await signIn(page);
  const path = await upload(page, `sender_form_${test.info().project.name}`);
  await page.context().clearCookies();
  const person = await register(page, "emil");
  await page.goto(path);
  const sample = page.getByRole("textbox", { name: "Sample" });
  await sample.fill("S-18");
  await page.getByLabel("Token", { exact: true }).fill("hunter2-token");
  await page.getByRole("radio", { name: "Fast" }).check();
  const table = { name: "rows.csv", mimeType: "text/csv", buffer: Buffer.from("x,y\n") };
  await field(page, "table").locator("input[type=file]").setInputFiles(table);
  await expect(field(page, "table").getByText("rows.csv")).toBeVisible();

  // The session ends.
  await page.context().clearCookies();
  await runButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Sign in to go on" });
  await expect(dialog.getByLabel("Username")).toHaveValue(person.username);
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await expectAccessible(page);
  await dialog.getByLabel("Password").fill("not this one");
  await dialog.getByRole("button", { name: "Sign in and run" }).click();
  await expect(dialog.getByText("You have entered an invalid username or password.")).toBeVisible();
  await dialog.getByLabel("Password").fill(person.password);
  await dialog.getByRole("button", { name: "Sign in and run" }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("log")).toContainText("x,y");
  await expect(page.getByRole("button", { name: new RegExp(`^Account: ${person.username}`) })).toBeVisible();

  // Another user signs in in another tab.
  await page.goto(path);
  await sample.fill("S-19");
  await page.getByRole("radio", { name: "Fast" }).check();
  await page.context().clearCookies();
  await signIn(page);
  await runButton(page).click();
  const question = page.getByRole("dialog", { name: `Run as ${administrator.username}?` });
  await expectAccessible(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(sample).toHaveValue("S-19");
  await runButton(page).click();
  await question.getByRole("button", { name: `Run as ${administrator.username}` }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("log")).toContainText("sample S-19");

  // A visitor signs in and comes back to the form.
  await page.context().clearCookies();
  await page.goto(path);
  await sample.fill("S-20");
  await page.getByRole("link", { name: "Sign in" }).click();
  await fillIn(page, person);
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(restored(page)).toBeVisible();
  await expect(sample).toHaveValue("S-20");

  // A page that visitors cannot see leads to signing in and back.
  await page.context().clearCookies();
  await page.goto("/manage/queue/");
  await expect(page.getByText("Page not found")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await fillIn(page, administrator);
  await expect(page).toHaveURL(/\/manage\/queue\/$/);
});

async function register(page: Page, name: string) {
  const person = { username: `${name}${Date.now()}`, password: "a good password" };
  await page.goto("/register/");
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByLabel("Confirm password").fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).not.toHaveURL(/register/);
  return person;
}

async function fillIn(page: Page, { username, password }: typeof administrator): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
