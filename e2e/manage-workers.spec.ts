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

test("anyone may read the health, and staff the metrics", async ({ page }) => {
  expect(await (await page.request.get("/healthz")).text()).toBe("ok\n");
  expect(await (await page.request.get("/readyz")).json()).toEqual({ ready: true, missing: [], warnings: [] });
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
