import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import openapiTS from "openapi-typescript";
import { createApiKey } from "./command-line";
import { expect, expectAccessible, test } from "./fixtures";

const run = promisify(execFile);
const client = "e2e/generated-client";

test("a client generated from the API's document compiles and follows a job to its end @full", async ({
  request,
  baseURL,
}) => {
  const answer = await request.get("/api/openapi.json");
  expect(answer.headers()["content-type"]).toBe("application/json");
  const document = await answer.json();
  expect(document.servers).toEqual([{ url: baseURL }]);
  // A field with a default need not be sent.
  fs.writeFileSync(`${client}/api.d.ts`, await openapiTS(document, { defaultNonNullable: false }));
  const compiled = await run("node_modules/.bin/tsc", ["-p", client]).catch((failed: { stdout: string }) => failed);
  expect(compiled.stdout).toBe("");
  const { stdout } = await run("node_modules/.bin/tsx", [
    `${client}/drive.ts`,
    baseURL ?? "",
    await createApiKey("admin"),
  ]);
  expect(JSON.parse(stdout)).toMatchObject({
    details: { status: "completed", is_complete: true, job_name: "from a generated client", stderr: "" },
    errors: { command: expect.stringContaining("--no-such-option") },
    position: 1,
    missing: 404,
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page of the API shows every endpoint, and contacts no other host @phone", async ({ page }) => {
    await page.goto("/api/docs/");
    await expect(page.getByRole("heading", { name: "API", exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Submit a job" }).click();
    const submit = page.getByRole("region", { name: "Submit a job", exact: true });
    await expect(submit).toBeInViewport();
    await expect(submit.getByText("/api/scripts/v1/{slug}/submit/")).toBeVisible();
    await expect(submit.getByRole("cell", { name: "job_name" })).toBeVisible();
    await submit.getByText("Responses: 200, 400").click();
    await expect(submit.getByRole("cell", { name: "429" })).toBeVisible();
  });
});

test("the page of the API is accessible, also on a narrow screen", async ({ page }) => {
  await page.goto("/api/docs/");
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText("Responses: 200, 400").first().click();
  await expectAccessible(page);
});
