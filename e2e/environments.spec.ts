import type { Page } from "@playwright/test";
import { startWheelServer, type WheelServer } from "../server/environments/testing/wheels";
import { expect, expectAccessible, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

let wheels: WheelServer;
test.beforeAll(async () => {
  wheels = await startWheelServer();
});
test.afterAll(() => wheels.close());

let count = 0;
/** Packages that no other test requests, because of a marker that always holds. */
const packages = (kind: "good" | "missing" | "stuck", wheelServer = wheels) =>
  `${wheelServer.requirement(kind)} ; python_version > "2.${Date.now()}${count++}"`;

const imports = "import argparse\nimport tinywheel\nparser = argparse.ArgumentParser()\n";
const end = "parser.parse_args()\nprint(tinywheel.word)\n";
const source = `${imports}parser.add_argument("--loud", action="store_true")\n${end}`;

async function makeEnvironment(page: Page, name: string, requirements: string): Promise<void> {
  await page.goto("/manage/environments/");
  await page.getByRole("link", { name: "New virtual environment" }).click();
  await expect(page.getByRole("heading", { name: "New virtual environment", level: 1 })).toBeVisible();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Packages").fill(requirements);
  await page.getByRole("button", { name: "Create environment" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** The value of an entry of the description list on an environment's page. */
const description = (page: Page, name: string) => page.locator("dl > div").filter({ hasText: name }).locator("dd");

test("an environment is created, built with a live log, used by a script, rebuilt and deleted @phone @full", async ({
  page,
}) => {
  const wheelServer = await startWheelServer();
  const name = `Science ${Date.now()}`;
  await signIn(page);
  await page.goto("/manage/environments/new/");
  await expectAccessible(page);
  await makeEnvironment(page, name, packages("stuck", wheelServer));
  await expect(description(page, "State")).toHaveText("Not built yet");
  await expect(description(page, "Used by")).toHaveText("no script");
  await page.getByRole("button", { name: "Build now" }).click();
  await expect(page.getByText("A worker will build it now")).toBeVisible();
  await expect(description(page, "State")).toHaveText("Building");
  await expect(page.getByLabel("Build log (live)")).toHaveValue(/Building the Python environment.*tinywheel/s);
  await expect(page.getByRole("button", { name: /Build it/ })).toHaveCount(0);
  await expectAccessible(page);
  await expect.poll(() => wheelServer.requests.length).toBe(1);
  wheelServer.unstick();
  await expect(description(page, "State")).toHaveText("Ready");
  await expect(page.getByLabel("Build log")).toHaveValue(/The environment is ready after/);
  await expect(description(page, "Size")).toHaveText(/kB|MB/);
  await page.getByRole("button", { name: "Rebuild" }).click();
  await expect.poll(() => wheelServer.requests.length).toBe(2);
  await expect(description(page, "State")).toHaveText("Ready");

  await page.goto("/scripts/new/");
  await page.getByLabel("Choose script files").setInputFiles({
    name: `${name}.py`,
    mimeType: "text/x-python",
    buffer: Buffer.from(source),
  });
  await page.getByRole("link", { name: "What Wooey found" }).click();
  await expect(page.getByText(/tinywheel is missing/)).toBeVisible();
  await expect(page.getByText(/Name its package in a PEP 723 block/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Virtual environment").selectOption({ label: name });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("Python packages: Ready")).toBeVisible();
  await page.getByRole("link", { name: "Open form" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("from the wheel")).toBeVisible();

  await page.goto("/manage/environments/");
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("Ready");
  await expect(row.getByRole("link", { name }).last()).toHaveAttribute("href", /\/manage\/scripts\//);
  await expectAccessible(page);
  await row.getByRole("link", { name }).first().click();
  await expect(description(page, "Used by")).toHaveText(name);
  await page.getByRole("button", { name: "Delete environment…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`These scripts will run without it and may lack packages: ${name}.`);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete environment" }).click();
  await expect(page).toHaveURL(/\/manage\/environments\/$/);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
  await page.goto(`/manage/?q=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name }).click();
  await expect(page.getByLabel("Virtual environment").locator("option:checked")).toHaveText(/^None/);
  await wheelServer.close();
});

test("a failed build shows why, with its log, and what to do; after a correction it is built @full", async ({
  page,
}) => {
  const name = `Failing ${Date.now()}`;
  await signIn(page);
  await makeEnvironment(page, name, packages("missing"));
  await page.getByRole("button", { name: "Build now" }).click();
  await expect(page.getByText("The build failed")).toBeVisible();
  await expect(page.getByText("Check the URL of the package: its server responds with 404.")).toBeVisible();
  await expect(page.getByText("Save your changes below, then build it again.")).toBeVisible();
  await expect(page.getByLabel("Build log")).toHaveValue(/HTTP error 404/);
  await expectAccessible(page);
  await page.getByLabel("Packages").fill(packages("good"));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("The build failed")).toHaveCount(0);
  await page.getByRole("button", { name: "Build now" }).click();
  await expect(description(page, "State")).toHaveText("Ready");
  await page.getByRole("link", { name: "Audit" }).last().click();
  await expect(page.getByText("Environment build requested")).toHaveCount(2);
  await expect(page.getByText("Environment created")).toBeVisible();
});

test("packages that cannot be installed are reported when the script is added, and by the job that needs them @full", async ({
  page,
}) => {
  const name = `Unbuilt ${Date.now()}`;
  await signIn(page);
  await page.goto("/scripts/new/");
  const block = `# /// script\n# dependencies = ['${packages("missing")}']\n# ///\n`;
  const send = (text: string) =>
    page.getByLabel("Choose script files").setInputFiles({
      name: `${name}.py`,
      mimeType: "text/x-python",
      buffer: Buffer.from(`${block}${text}`),
    });
  await send(`${imports}${end}`); // cannot be read without its packages
  await expect(page.getByText(`${name} was not added`)).toBeVisible();
  await expect(page.getByText(/The packages of its PEP 723 block cannot be installed: .*404/)).toBeVisible();
  await send(source);
  await page.getByRole("link", { name: "What Wooey found" }).click();
  await expect(page.getByText(/The packages of its PEP 723 block cannot be installed: .*404/)).toBeVisible();
  await expect(page.getByText("Python packages: Failed")).toBeVisible();
  await page.getByRole("link", { name: "Environment", exact: true }).click();
  await expect(page.getByText("The build failed")).toBeVisible();
  await expect(page.getByText(/To change it, upload a new version of the script/)).toBeVisible();
  await expect(description(page, "Used by")).toHaveText(name);
  await expectAccessible(page);
  await description(page, "Used by").getByRole("link", { name }).click();
  await page.getByRole("link", { name: "Open form" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/The Python environment could not be built: .*404/).first()).toBeVisible();
  await expectAccessible(page);
});

test("only staff find environments", async ({ page }) => {
  for (const address of ["", "new/", "1/", `built/${"0".repeat(64)}/`]) {
    expect((await page.goto(`/manage/environments/${address}`))?.status()).toBe(404);
  }
  const username = `outsider${Date.now()}`;
  await page.goto("/register/");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill("a good password");
  await page.getByLabel("Confirm password").fill("a good password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).not.toHaveURL(/register/);
  for (const address of ["", "new/", "1/"]) {
    expect((await page.goto(`/manage/environments/${address}`))?.status()).toBe(404);
  }
});
