// tsx drive.ts ORIGIN KEY: submits a job and follows it to its end, using only types generated from the API's document
// (api.d.ts): by API v1, and then by API v2. Prints the responses as JSON.
import createClient from "openapi-fetch";
import type { components, paths } from "./api";
import { runScript } from "./run-script";

const [baseUrl = "", key = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });

function must<Data>(answer: { data?: Data; response: Response }): Data {
  if (answer.data === undefined) throw new Error(`${answer.response.url} answered ${answer.response.status}`);
  return answer.data;
}

async function untilComplete(id: number): Promise<components["schemas"]["JobDetails"]> {
  const params = { path: { id } };
  const deadline = Date.now() + 30_000;
  while (!must(await client.GET("/api/jobs/v1/{id}/status/", { params })).is_complete) {
    if (Date.now() > deadline) throw new Error(`The job ${id} did not end.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return must(await client.GET("/api/jobs/v1/{id}/details/", { params }));
}

const { scripts } = must(await client.GET("/api/scripts/v1/list/"));
const script = scripts.find((each) => each.slug === "table-summary") ?? scripts[0];
if (!script) throw new Error("There is no script.");
const submitted = must(
  await client.POST("/api/scripts/v1/{slug}/submit/", {
    params: { path: { slug: script.slug }, header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { job_name: "from a generated client", command: "" },
  }),
);
const refused = await client.POST("/api/scripts/v1/{slug}/submit/", {
  params: { path: { slug: script.slug } },
  body: { job_name: "refused", command: "--no-such-option" },
});
const errors: components["schemas"]["RefusedSubmission"]["errors"] | undefined = refused.error?.errors;
const patched = must(
  await client.PATCH("/api/scripts/v1/{slug}/patch/", {
    params: { path: { slug: script.slug } },
    body: { script_order: script.script_order },
  }),
);
const missing = await client.GET("/api/jobs/v1/{id}/status/", { params: { path: { id: 2_147_483_647 } } });
const details = submitted.valid ? await untilComplete(submitted.job_id) : null;
const position = patched.script.script_order;
const second = await runScript(baseUrl, key);
console.log(JSON.stringify({ details, errors, position, missing: missing.response.status, second }));
