import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectScriptsWithin, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

const parcels = (version: string, more = "") => `import argparse, datetime, pathlib
parser = argparse.ArgumentParser(description="Sends parcels.")
parser.add_argument("--version", action="version", version="${version}")
parser.add_argument("--token", help="Of the carrier.")
commands = parser.add_subparsers(dest="command", required=True)
send = commands.add_parser("send", help="Sends one parcel.")
send.add_argument("list", type=argparse.FileType("r"), help="What is in it.")
send.add_argument("--on", type=datetime.date.fromisoformat, default=datetime.date(2026, 1, 2))
send.add_argument("--stamp", action="append", help="May be given again.")
def colour(text): return bytes.fromhex(text.lstrip("#"))
send.add_argument("--ribbon", type=colour)
how = send.add_mutually_exclusive_group()
how.add_argument("--fast", action="store_true")
how.add_argument("--cheap", action="store_true")
${more}track = commands.add_parser("track")
track.add_argument("number", type=int)
args = parser.parse_args()
if args.command == "send":
    print("on", args.on, "stamps", args.stamp, "fast", args.fast, "cheap", args.cheap)
    print("token", args.token)
    print(args.list.read())
`;

const many = `import argparse
parser = argparse.ArgumentParser(description="Many commands.")
commands = parser.add_subparsers(dest="command", required=True)
for name in ["create", "prune", "key"]:
    command = commands.add_parser(name)
    for i in range(60):
        command.add_argument(f"--{name}-{i}", help="how many to keep" if i % 30 == 7 else "something else")
    if name == "key":
        inner = command.add_subparsers(dest="inner", required=True)
        inner.add_parser("export").add_argument("path", help="where to keep it")
print(parser.parse_args())
`;

/** Uploads a script through the page for staff. */
async function upload(page: Page, name: string, source: string): Promise<void> {
  await page.goto("/scripts/new/");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/x-python", buffer: Buffer.from(source) });
  await expect(page.getByRole("link", { name: "What Wooey found" }).first()).toBeVisible();
}

async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(isWide).toBe(false);
}

const shownCommand = (page: Page) => page.getByRole("region", { name: "Command line" }).locator("code");
const run = (page: Page) => page.getByRole("button", { name: "Run", exact: true }).click();

test("sub-commands, files, exclusive options, append and a date: filled in, checked, run, cloned, copied and pasted", async ({
  page,
}) => {
  await signIn(page);
  await upload(page, "parcels.py", parcels("1.0"));
  await page.goto("/scripts/parcels/");
  // Until the page's scripts have started, the server answers, as without JavaScript.
  await expect(async () => {
    await run(page);
    await expect(page.getByRole("alert").filter({ hasText: "must be fixed" })).toBeVisible({ timeout: 3000 });
  }).toPass();
  await page.getByText("send", { exact: true }).click();
  await expectAccessible(page);
  const list = { name: "list.txt", mimeType: "text/plain", buffer: Buffer.from("two cats\n") };
  await page.getByLabel("List").and(page.locator("input")).first().setInputFiles(list);
  await page.getByLabel("On", { exact: true }).fill("2026-03-04");
  await page.getByLabel("Choose a colour for Ribbon").fill("#1a2b3c");
  await expect(page.getByLabel("Ribbon", { exact: true })).toHaveValue("#1a2b3c");
  const stamps = page.locator('[name="send.stamp"]');
  await stamps.first().fill("a b");
  await page.locator('[data-field="send.stamp"]').getByRole("button", { name: /add/i }).click();
  await stamps.nth(1).fill("-c");
  await page.getByLabel("Fast").press("Space");
  await page.getByLabel("Cheap").press("Space");
  await run(page);
  await expect(page.locator('[data-field="send.cheap"]')).toContainText("This cannot be combined with --fast.");
  await page.getByLabel("Cheap").press("Space");
  await expect(shownCommand(page)).toHaveText(
    "parcels.py send --on=2026-03-04 '--stamp=a b' --stamp=-c '--ribbon=#1a2b3c' --fast list.txt",
  );
  const command = (await shownCommand(page).textContent()) ?? "";
  await run(page);
  await expect(page).toHaveURL(/\/jobs\//);
  const log = page.getByRole("log");
  await expect(log).toContainText("on 2026-03-04 stamps ['a b', '-c'] fast True cheap False");
  await expect(log).toContainText("two cats");

  await page.getByRole("link", { name: "Edit and run again" }).click();
  await expect(page).toHaveURL(/\/scripts\/parcels\/jobs\//);
  await expect(stamps.nth(1)).toHaveValue("-c");
  await expect(shownCommand(page)).toHaveText(command);
  await run(page);
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("log")).toContainText("two cats");

  await page.goto("/scripts/parcels/");
  await page.getByText("Paste a command to fill the form").click();
  await page.getByLabel("Command to paste").fill(`$ python ${command}`);
  await page.getByRole("button", { name: "Fill the form" }).click();
  await expect(page.getByLabel("On", { exact: true })).toHaveValue("2026-03-04");
  await expect(stamps.first()).toHaveValue("a b");
  await expect(stamps.nth(1)).toHaveValue("-c");
  await expect(page.getByLabel("Fast")).toBeChecked();
  const field = page.locator('[data-field="send.list"]');
  await field.getByRole("button", { name: "Use an earlier file" }).click();
  await page.getByRole("searchbox", { name: "Search earlier files" }).fill("LIST");
  await expectAccessible(page);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^list\.txt/ })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(field.getByText("list.txt")).toBeVisible();
  await run(page);
  await expect(page.getByRole("log")).toContainText("two cats");
});

test("text that looks like a file: a file is uploaded, cloned, and replaced by typed text", async ({ page }) => {
  const source = `import argparse, sys
parser = argparse.ArgumentParser()
parser.add_argument("-i", "--input", help="input table (file)", required=True)
parser.add_argument("--more", nargs="*", help="more CSV files")
args = parser.parse_args()
print("typed" if args.input == "typed.txt" else open(args.input).read(), args.more)
`;
  await signIn(page);
  await upload(page, "plainpath.py", source);
  await page.goto("/scripts/plainpath/");
  const field = page.locator('[data-field="input"]');
  await expect(field.getByRole("textbox")).toBeVisible();
  await expect(page.locator('[data-field="more"] input[type=file]')).toHaveAttribute("multiple", "");
  await expectAccessible(page);
  const table = { name: "table.tsv", mimeType: "text/plain", buffer: Buffer.from("one two\n") };
  await field.locator("input[type=file]").setInputFiles(table);
  await expect(field.getByRole("textbox")).toBeHidden();
  await expect(shownCommand(page)).toContainText("--input=table.tsv");
  await run(page);
  await expect(page.getByText("one two")).toBeVisible();
  await page.getByRole("link", { name: "Edit and run again" }).click();
  await expect(field.getByText("from an earlier job")).toBeVisible();
  await field.getByRole("button", { name: "Remove table.tsv" }).click();
  await field.getByRole("textbox").fill("typed.txt");
  await run(page);
  await expect(page.getByText("typed []").or(page.getByText("typed None"))).toBeVisible();
});

test("a script without parameters has a form that only runs it", async ({ page }) => {
  await signIn(page);
  await upload(page, "hello-nobody.py", 'print("hello, nobody")\n');
  await upload(page, "count-lines.sh", "#!/bin/sh\nprintf 'a\\nb\\n' | wc -l\n");
  await page.goto("/scripts/count-lines/");
  await run(page);
  await expect(page.getByText("2", { exact: true }).first()).toBeVisible();
  await page.goto("/scripts/hello-nobody/");
  await run(page);
  await expect(page.getByText("hello, nobody")).toBeVisible();
});

test("staff correct a parameter: label, initial value, secret; the form and its file follow @phone", async ({
  page,
}) => {
  await signIn(page);
  const name = `corrected_${test.info().project.name}`;
  const slug = name.replaceAll("_", "-");
  await upload(page, `${name}.py`, `${parcels("1.0")}# ${name}\n`);
  await page.goto(`/manage/scripts/${slug}/parameters/`);
  await expectAccessibleInBothThemes(page);
  await page.getByRole("link", { name: "send › On" }).click();
  await expect(page.getByLabel("Label")).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByLabel("Label").fill("Day of sending");
  const shown = page.getByRole("region", { name: "Form preview" });
  await expect(shown.getByLabel("Day of sending")).toHaveValue("2026-01-02");
  await page.getByRole("textbox", { name: "Initial value" }).fill("tomorrow");
  await expect(shown).toContainText("does not fit this version");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "does not fit" })).toBeVisible();
  await page.getByRole("textbox", { name: "Initial value" }).fill("2027-05-06");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Day of sending/ })).toContainText("corrected");
  await page.getByRole("link", { name: "Token", exact: true }).click();
  const secret = page.getByRole("combobox", { name: "Secret" });
  await expect(secret).toHaveValue("");
  await expect(secret).toContainText("Automatic: a secret");
  await expect(shown.getByLabel("Token", { exact: true })).toHaveAttribute("type", "password");
  await secret.selectOption("No");
  await expect(shown.getByLabel("Token", { exact: true })).toHaveAttribute("type", "text");
  await secret.selectOption("Yes");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Token/ })).toContainText("secret");
  const file = await page.request.get(`/manage/scripts/${slug}/form.yaml`);
  expect(await file.text()).toContain("label: Day of sending");

  await page.goto(`/scripts/${slug}/`);
  await page.getByText("send", { exact: true }).click();
  await expect(page.getByLabel("Day of sending")).toHaveValue("2027-05-06");
  const token = page.getByLabel("Token", { exact: true });
  await token.fill("hunter2-token");
  await page.getByRole("button", { name: "Show Token" }).click();
  await expect(token).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Hide Token" }).click();
  await expect(token).toHaveAttribute("type", "password");
  const list = { name: "dogs.txt", mimeType: "text/plain", buffer: Buffer.from("one dog\n") };
  await page.getByLabel("List").and(page.locator("input")).first().setInputFiles(list);
  await expect(shownCommand(page)).toContainText("--token=••••");
  await run(page);
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByRole("log")).toContainText("token ••••");
  await page.reload();
  expect(await page.content()).not.toContain("hunter2-token");
  await page.getByRole("link", { name: "Edit and run again" }).click();
  await expect(page).toHaveURL(/\/scripts\/.*\/jobs\//);
  await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
});

test("two versions are compared, and each shows its own findings @phone", async ({ page }) => {
  await signIn(page);
  const name = `compared_${test.info().project.name}`;
  const slug = name.replaceAll("_", "-");
  await upload(page, `${name}.py`, `${parcels("1.0")}# ${name}\n`);
  await upload(page, `${name}.py`, `${parcels("1.1", 'send.add_argument("--gift")\n')}# ${name}\n`);
  await page.goto(`/manage/scripts/${slug}/versions/diff`);
  await expect(page.getByText("send --gift")).toBeVisible();
  await expect(page.getByRole("cell", { name: 'send.add_argument("--gift")' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.goto(`/manage/scripts/${slug}/`);
  await page.getByRole("link", { name: "v1.0.1" }).click();
  await expect(page.getByText("a secret, encrypted and never shown")).toBeVisible();
  await expectAccessible(page);
});

test("only staff see the pages about a script's parameters and versions", async ({ page }) => {
  for (const path of ["parameters/", "versions/diff", "versions/1"]) {
    expect((await page.goto(`/manage/scripts/progress/${path}`))?.status(), path).toBe(404);
  }
  expect((await page.request.get("/manage/scripts/progress/form.yaml")).status()).toBe(403);
});

test("a form of many fields is drawn one sub-command at a time, and searched completely @phone", async ({ page }) => {
  await signIn(page);
  const name = `many_${test.info().project.name}`;
  await upload(page, `${name}.py`, `${many}# ${name}\n`);
  await page.goto(`/scripts/${name.replace("_", "-")}/`);
  const field = (path: string) => page.locator(`[data-field="${path}"]`);
  const tab = (text: string) => page.locator(".tab-set > label").filter({ hasText: new RegExp(`^${text}`) });
  await expect(field("create.create_0")).toBeVisible();
  await expect(field("prune.prune_0")).toHaveCount(0);

  await page.getByRole("searchbox", { name: "Find a field" }).fill("KEEP");
  await expect(page.getByText("7 matching fields.")).toBeVisible();
  for (const [text, count] of [
    ["create", "2"],
    ["prune", "2"],
    ["key", "3"],
  ] as const)
    await expect(tab(text)).toHaveAttribute("data-found", count);
  await expect(field("create.create_0")).toBeHidden();
  await expectAccessible(page);
  await tab("prune").click();
  await expect(field("prune.prune_7")).toBeVisible();
  await expect(field("prune.prune_37")).toBeVisible();
  await expect(field("prune.prune_0")).toBeHidden();
  await page.getByRole("searchbox", { name: "Find a field" }).fill("");
  await expect(field("prune.prune_0")).toBeVisible();
  await page.getByLabel("Prune 0", { exact: true }).fill("3");
  await expect(shownCommand(page)).toContainText("prune --prune-0=3");

  await expectScriptsWithin(page, 180);
  await page.route(/many/, (route) => (route.request().headers()["next-action"] ? route.abort() : route.fallback()));
  await tab("key").click();
  const failure = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(failure).toBeVisible();
  await page.unroute(/many/);
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(field("key.key_0")).toBeVisible();
  await run(page);
  await expect(field("key.export.path")).toContainText("This field is required.");
  await page.getByRole("textbox", { name: "Path" }).fill("here");
  await run(page);
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByRole("log")).toContainText("path='here'");
  await page.getByRole("link", { name: "Edit and run again" }).click();
  await expect(page.getByRole("textbox", { name: "Path" })).toHaveValue("here");
  await expect(field("create.create_0")).toHaveCount(0);
});

test("a form of many fields works without JavaScript: a link in a tab draws its fields", async ({ browser, page }) => {
  await signIn(page);
  await upload(page, "many_plain.py", `${many}# plain\n`);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(new URL("/scripts/many-plain/", page.url()).href);
  await plain.getByText("key", { exact: true }).click();
  await plain.getByRole("link", { name: "Show the fields of key" }).click();
  await plain.getByLabel("Key 0", { exact: true }).fill("3");
  await plain.getByRole("textbox", { name: "Path" }).fill("there");
  await run(plain);
  await expect(plain).toHaveURL(/\/jobs\//);
  await expect(async () => {
    await plain.reload();
    await expect(plain.getByRole("log")).toContainText("path='there'", { timeout: 500 });
  }).toPass();
  await context.close();
});
