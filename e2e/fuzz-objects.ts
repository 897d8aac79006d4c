import type { APIRequestContext } from "@playwright/test";
import { expect } from "./fixtures";
import type { Samples } from "./routes";

const JOBS = 3;
const source = `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--count", type=int, required=True)
print(parser.parse_args())
`;

/** Objects that nothing else uses, so that staff may change and delete them by the API; and the names of its fields. */
export interface FuzzObjects {
  samples: Samples;
  names: string[];
}

/** Adds a script with ended jobs and an environment, as the member of staff whose API key it is. */
export async function makeFuzzObjects(request: APIRequestContext, key: string): Promise<FuzzObjects> {
  const headers = { authorization: `Bearer ${key}` };
  const post = async (path: string, body: Parameters<APIRequestContext["post"]>[1]) =>
    (await request.post(path, { headers, ...body })).json();
  const name = `nonsense-${Date.now()}`;
  const file = { name: `${name}.py`, mimeType: "text/x-python", buffer: Buffer.from(source) };
  await post("/api/scripts/v1/add-or-update/", { multipart: { [name]: file } });
  const environment = await post("/api/virtual-environments/v1/create/", {
    form: { name, python_binary: "python3", venv_directory: "/srv" },
  });
  const jobs: string[] = [];
  while (jobs.length < JOBS) {
    const form = { job_name: name, command: "--count 1" };
    jobs.push(String((await post(`/api/scripts/v1/${name}/submit/`, { form })).job_id));
  }
  const details = async (id: string) => (await request.get(`/api/jobs/v1/${id}/details/`, { headers })).json();
  for (const id of jobs) await expect.poll(async () => (await details(id)).is_complete).toBe(true);
  const { script } = await (await request.get(`/api/scripts/v1/${name}/`, { headers })).json();
  let next = 0;
  const samples: Samples = (route, parameter) => {
    if (parameter === "slug") return name;
    if (parameter === "versionId") return String(script.versions[0].id);
    if (route.startsWith("/api/jobs/")) return jobs[next++ % JOBS] ?? "";
    return String(environment.virtual_environment.id);
  };
  return { samples, names: await fieldNames(request) };
}

/** The names of all fields in the schemas of the API's document. */
async function fieldNames(request: APIRequestContext): Promise<string[]> {
  const { components } = await (await request.get("/api/openapi.json")).json();
  const schemas: { properties?: Record<string, unknown> }[] = Object.values(components.schemas);
  return [...new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})))].sort();
}
