import { expect, expectAccessible, signIn, test } from "./fixtures";

test("staff see workers, queue, instance and audit @phone", async ({ page }) => {
  await signIn(page);
  await page.goto("/manage/");
  const tabs = page.getByRole("navigation", { name: "Manage" });
  await tabs.getByRole("link", { name: "Workers" }).click();
  await expect(page.getByText("Online")).toBeVisible();
  await expect(page.getByText(/Script isolation: level \d of 3/)).toBeVisible();
  await expectAccessible(page);
  await tabs.getByRole("link", { name: "Queue" }).click();
  await expect(page.getByText("1 worker is online")).toBeVisible();
  await expectAccessible(page);
  await tabs.getByRole("link", { name: "Instance" }).click();
  await expect(page.getByText("PostgreSQL")).toBeVisible();
  await expect(page.getByText(/Data folder: /)).toBeVisible();
  await expectAccessible(page);
  await tabs.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  await expectAccessible(page);
});

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

test("anyone may read the health, and staff the metrics", async ({ page }) => {
  expect(await (await page.request.get("/healthz")).text()).toBe("ok\n");
  expect(await (await page.request.get("/readyz")).json()).toEqual({ ready: true, missing: [] });
  expect((await page.request.get("/metrics")).status()).toBe(403);
  await signIn(page);
  const figures = await page.request.get("/metrics");
  expect([figures.status(), await figures.text()]).toEqual([200, expect.stringContaining("wooey_workers_online 1")]);
  expect(await figures.text()).toMatch(/^wooey_http_requests_total\{kind="page",method="GET",status="2xx"\} [1-9]/m);
});

test("only staff find these pages", async ({ page }) => {
  for (const name of ["people", "people/new", "people/1", "groups", "groups/1", "groups/users/1", "workers", "queue"])
    expect((await page.goto(`/manage/${name}/`))?.status()).toBe(404);
  for (const name of ["instance", "audit"]) expect((await page.goto(`/manage/${name}/`))?.status()).toBe(404);
  expect((await page.request.get("/manage/audit/export")).status()).toBe(403);
});
