import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, runToCompletion, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

interface Filled {
  name: string;
  /** Values by the labels of their fields. */
  values?: Record<string, string>;
}

/** Fills in a script's form and runs it; returns the address of the job. */
async function run(page: Page, slug: string, { name, values = {} }: Filled): Promise<string> {
  await page.goto(`/scripts/${slug}/`);
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
  await page.getByLabel("Job name").fill(name);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}\//);
  return page.url();
}

test("the output is searched, linked to, and read line by line @phone", async ({ page }) => {
  const url = await run(page, "progress", { name: "Steps to read", values: { Steps: "1", Pause: "0" } });
  await expect(page.getByText("Completed").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Find in output" }).fill("STEPS in");
  await expect(page.getByText("1 of 1")).toBeVisible();
  await expect(page.getByRole("log").locator("mark")).toHaveText("steps in");
  await page.goto(`${url}#L2`);
  await expect(page.locator('[data-line="2"]')).toHaveClass(/bg-accent-soft/);
  await expectAccessible(page);
});

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target).toBeFocused();
}

test("by keyboard alone, a script is found and run, and its result is read, downloaded and shared", async ({
  page,
  request,
}) => {
  await signIn(page);
  await page.goto("/");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Scripts" [level=1]
      - link "Add script"
      - region "Examples":
        - heading "Examples" [level=2]
        - list:
          - listitem:
            - heading "Calendar sheet" [level=3]:
              - link "Calendar sheet"
            - text: v1.1
            - 'button "Calendar sheet: favourite"'
            - paragraph: Make a calendar of a month as text, as a web page and as a table.
  `);
  await page.keyboard.press("/");
  await page.keyboard.type("calendar");
  await expect(page).toHaveURL(/q=calendar/);
  await tabTo(page, page.getByRole("link", { name: /^Calendar sheet/ }));
  await page.keyboard.press("Enter");

  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Calendar sheet" [level=1]
      - group:
        - text: /Options 4/
        - spinbutton "Year"
        - combobox "Month"
        - checkbox "Sunday First"
        - checkbox "Formats text" [checked]
      - textbox "Job name"
      - button "Run"
      - complementary "Command and recent runs":
        - region "Command line":
          - code: calendar_sheet.py
  `);
  await tabTo(page, page.getByLabel("Year"));
  await page.keyboard.type("2027");
  await tabTo(page, page.getByLabel("Month"));
  await page.keyboard.type("7");
  await tabTo(page, page.getByLabel("Job name"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("July by keyboard");
  await tabTo(page, page.getByRole("button", { name: "Run", exact: true }));
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByRole("region", { name: /First rows of calendar/ })).toContainText("2027-07-01");
  await expect(page.locator("iframe")).toHaveAttribute("sandbox", "");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "July by keyboard" [level=1]
      - button "Share"
      - status: "July by keyboard: Completed"
      - region "Output":
        - heading "Output 8 lines" [level=2]
        - search:
          - searchbox "Find in output"
        - link "Download full output"
        - log "Output lines":
          - link "Line 1"
          - text: July 2027
  `);
  await tabTo(page, page.getByRole("log"));
  const zip = page.getByRole("link", { name: "zip" });
  await tabTo(page, zip);
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  expect((await request.get((await zip.getAttribute("href")) ?? "")).status()).toBe(200);
  const share = page.getByRole("button", { name: "Share" });
  await tabTo(page, share);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Copy link" }));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Copied" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(share).toBeFocused();

  await page.goto("/accessibility/");
  await expect(page.getByRole("heading", { name: "Known limits" })).toBeVisible();
  await expectAccessible(page);
});

test("only the owner can open a private job, and a new link ends the old one", async ({ page, browser }) => {
  await signIn(page);
  const url = await run(page, "table-summary", { name: "For selected people" });
  await expect(page.getByText("Completed").first()).toBeVisible();
  const stranger = await (await browser.newContext()).newPage();
  expect((await stranger.goto(url))?.status()).toBe(200);
  await expect(stranger.getByRole("button", { name: "Re-run" })).toHaveCount(0);
  await page.getByRole("button", { name: "Share" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create a new link" }).click();
  await expect(page).toHaveURL(/\/jobs\/\d+\//);
  expect((await stranger.goto(url))?.status()).toBe(404);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByLabel("Only me").check();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  const permalink = await page.getByRole("dialog").locator("code").textContent();
  expect(permalink).toBe(new URL(permalink ?? "", url).href);
  const email = await page.getByRole("link", { name: "Write an email" }).getAttribute("href");
  expect(new URLSearchParams(email?.split("?")[1]).get("body")).toBe(permalink);
  expect((await stranger.goto(permalink ?? ""))?.status()).toBe(404);
  await stranger.context().close();
});

test("a failed job explains why", async ({ page }) => {
  await page.goto("/scripts/failing/");
  await page.getByLabel("How").selectOption("missing module");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/needs the Python module/)).toBeVisible();
  await expect(page.getByText("Failed").first()).toBeVisible();
  await expectAccessible(page);
});

test("a job is renamed, run again and deleted", async ({ page }) => {
  await signIn(page);
  await run(page, "calendar-sheet", { name: "First name" });
  await expect(page.getByText("Completed").first()).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("button", { name: "Rename" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename this job" });
  await dialog.getByLabel("Name").fill("Second name");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Second name" })).toBeVisible();
  const first = page.url();
  await page.getByRole("button", { name: "Re-run", exact: true }).click();
  await page.getByRole("button", { name: /^As a new job/ }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.getByText("Completed").first()).toBeVisible();
  const second = page.url();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete this job?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/jobs\/$/);
  expect((await page.goto(second))?.status()).toBe(404);
});

test("the list is filtered through the address and paged by keys, and several jobs are changed at once @phone", async ({
  page,
}) => {
  await run(page, "calendar-sheet", { name: "Alpha of the list" });
  await run(page, "calendar-sheet", { name: "Beta of the list" });
  await expect(page.getByText("Completed").first()).toBeVisible();
  await page.goto("/jobs/");
  await page.getByRole("link", { name: "Completed", exact: true }).click();
  await expect(page).toHaveURL(/status=completed/);
  await page.getByRole("searchbox", { name: "Find jobs" }).fill("alpha");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=alpha/);
  await expect(page.getByRole("link", { name: "Beta of the list" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("heading", { name: "Jobs" }).click();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Alpha of the list" })).toBeFocused();
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Delete selected" }).click();
  await expect(page.getByText("Deleted 1 job")).toBeVisible();
  await expect(page.getByText("No matching jobs")).toBeVisible();
});

test("tags group jobs and scripts, and notes mention files, also without JavaScript @full", async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  const tagged = page.getByRole("textbox", { name: "Tags" });
  await page.goto("/manage/scripts/mandelbrot/");
  await tagged.fill("Fractals, #Tag of a script");
  await page.locator("form").filter({ has: tagged }).getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.goto("/");
  await page.getByRole("navigation", { name: "Tags" }).getByRole("link", { name: "fractals" }).click();
  await expect(page).toHaveURL(/\?tag=fractals$/);
  await expect(page.locator("main h3")).toHaveText(["Mandelbrot"]);
  await expectAccessible(page);

  // A tag from the form, in another case
  await page.getByRole("link", { name: "Mandelbrot" }).click();
  await page.getByLabel("Job name").fill("A tagged picture");
  await tagged.fill("Paper 2026, x".padEnd(60, "x"));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("A tag has at most 40 characters.").first()).toBeVisible();
  await tagged.fill("Paper 2026, draft");
  const job = await runToCompletion(page);

  // Tags on the page of the job
  await page.getByRole("button", { name: "Edit tags" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of this job" });
  await dialog.getByLabel("draft").uncheck();
  await dialog.getByLabel("New tags").fill("final");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const tags = page.getByRole("list", { name: "Tags", exact: true });
  await expect(tags.getByRole("link")).toHaveText(["final", "paper 2026"]);
  await tags.getByRole("link", { name: "paper 2026" }).click();
  await expect(page).toHaveURL(/\/jobs\/\?tag=paper\+2026$/);
  await page.getByRole("link", { name: "A tagged picture" }).click();

  // Notes
  await page.getByText("Add notes").click();
  const notes = page.getByRole("textbox", { name: "Notes" });
  await notes.fill("**Good** colours in");
  await page.getByRole("button", { name: "Mention a file" }).click();
  await page.locator("#mention").getByRole("button", { name: "mandelbrot.png" }).click();
  await expect(notes).toHaveValue("**Good** colours in @mandelbrot.png ");
  await expect(notes).toBeFocused();
  await page.getByRole("button", { name: "Preview" }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("link", { name: "mandelbrot.png" })).toHaveAttribute("href", /\/browse\/\d+\/$/);
  const stale = await page.context().newPage();
  await stale.goto(page.url());
  await page.getByRole("region", { name: "Notes" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Notes" }).locator("strong")).toHaveText("Good");
  await expect(page.getByText("Edit notes")).toBeVisible();
  await expectAccessible(page);

  // A tab that was opened before the change does not overwrite it.
  await stale.getByText("Add notes").click();
  await stale.getByRole("textbox", { name: "Notes" }).fill("Other notes");
  await stale.getByRole("region", { name: "Notes" }).getByRole("button", { name: "Save" }).click();
  await expect(stale.getByText("The notes were changed since you opened this page.")).toBeVisible();
  await expect(stale.getByRole("textbox", { name: "Notes" })).toHaveValue("Other notes");

  const storageState = await page.context().storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? "", storageState });
  const reader = await plain.newPage();
  await reader.goto(job);
  await reader.getByText("Edit notes").click();
  await reader.getByRole("textbox", { name: "Notes" }).fill("Changed by a plain form");
  await reader.getByRole("region", { name: "Notes" }).getByRole("button", { name: "Save" }).click();
  await expect(reader.getByRole("region", { name: "Notes" }).getByRole("paragraph").first()).toHaveText(/plain form/);
  await reader.getByRole("button", { name: "Edit tags" }).click();
  await reader.getByLabel("New tags").fill("plain");
  await reader.getByRole("dialog", { name: "Tags of this job" }).getByRole("button", { name: "Save" }).click();
  await expect(reader.getByRole("link", { name: "plain", exact: true })).toBeVisible();
  await plain.close();
});
