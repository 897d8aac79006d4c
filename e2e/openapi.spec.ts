import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import openapiTS from "openapi-typescript";
import { createApiKey, wooey } from "./command-line";
import { expect, expectAccessible, test } from "./fixtures";

const run = promisify(execFile);
const client = "e2e/generated-client";
/** What Schemathesis checks of each answer. */
const checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/** What a client gets by API v2 for the example that counts words. */
const results = {
  slug: "text-tools",
  hasSchema: true,
  status: "completed",
  exitCode: 0,
  output: expect.stringContaining("4 words, 3 different"),
  content: "word\tcount\nfish\t2\none\t1\ntwo\t1\n",
  isComplete: true,
  missing: 404,
};

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
    second: results,
  });
});

test("a Python client generated from the API's document gets from a file to its result @long", async ({
  request,
  baseURL,
}, { outputDir }) => {
  test.setTimeout(600_000);
  fs.mkdirSync(outputDir, { recursive: true });
  const inside = (name: string) => path.join(outputDir, name);
  fs.writeFileSync(inside("openapi.json"), await (await request.get("/api/openapi.json")).body());
  // Without it, the generator accepts no values that differ only in upper and lower case, as those of API v1 do.
  fs.writeFileSync(inside("config.yaml"), "literal_enums: true\n");
  await run("python3", ["-m", "venv", inside("venv")]);
  const python = inside("venv/bin/python");
  await run(python, ["-m", "pip", "install", "--quiet", "-r", `${client}/requirements.txt`]);
  const options = ["--path", inside("openapi.json"), "--config", inside("config.yaml"), "--meta", "none"];
  const target = ["--output-path", inside("wooey_client")];
  await run(inside("venv/bin/openapi-python-client"), ["generate", ...options, ...target]);
  const drive = [`${client}/run_script.py`, baseURL ?? "", await createApiKey("admin")];
  const { stdout } = await run(python, drive, { env: { ...process.env, PYTHONPATH: outputDir } });
  expect(JSON.parse(stdout)).toEqual(results);
});

test("API v2 answers what is generated from its document as the document says, and never with 5xx @long", async ({
  baseURL,
}, { outputDir }) => {
  test.setTimeout(1_800_000);
  fs.mkdirSync(outputDir, { recursive: true });
  const venv = path.join(outputDir, "venv");
  await run("python3", ["-m", "venv", venv]);
  await run(`${venv}/bin/python`, ["-m", "pip", "install", "--quiet", "-r", `${client}/schemathesis.txt`]);
  // An administrator reads everything, and another user tries to change it.
  await wooey("user", "create", "generated", "--password", "correct horse battery");
  for (const [username, methods] of [
    ["admin", ["--include-method", "GET"]],
    ["generated", []],
  ] as const) {
    const key = await createApiKey(username);
    const options = ["--checks", checks, "--max-examples", "10", "--request-timeout", "70", "--warnings", "off"];
    const chosen = ["--include-path-regex", "^/api/v2", "--continue-on-failure", ...methods];
    const words = ["run", `${baseURL}/api/openapi.json`, "-H", `Authorization: Bearer ${key}`, ...options, ...chosen];
    const answer = await run(`${venv}/bin/schemathesis`, words, { maxBuffer: 1e8 }).catch(
      (failed: { stdout: string; code: number }) => failed,
    );
    const isKept = !("code" in answer);
    expect([isKept, isKept ? "" : answer.stdout]).toEqual([true, ""]);
  }
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

test("the page of the API is accessible, also on a narrow screen @full", async ({ page }) => {
  await page.goto("/api/docs/");
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText("Responses: 200, 400").first().click();
  // Links that are half below the bar at the top would count as too small.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page);
});
