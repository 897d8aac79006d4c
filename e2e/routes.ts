import fs from "node:fs";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect } from "./fixtures";

/** Every address of the app as its files write it, such as `/jobs/[job]/files/[file]/[[...name]]`. */
export function listRoutes(): string[] {
  const files = fs.readdirSync("app", { recursive: true, encoding: "utf8" });
  const routes = files.filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file));
  return routes.map((file) => path.posix.join("/", path.posix.dirname(file))).sort();
}

/** What replaces each `[parameter]`, so that the address exists. */
export type Samples = (route: string, parameter: string) => string;

/** The path of a route; `choose` gives the text of a parameter, already encoded. */
export function pathOf(route: string, choose: (parameter: string) => string): string {
  return route.replace(/\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}/g, (_, parameter: string) => choose(parameter));
}

/** Runs a script as the owner of the API key, and returns samples of that job, its files and its script. */
export async function makeSamples(request: APIRequestContext, key: string): Promise<Samples> {
  const headers = { authorization: `Bearer ${key}` };
  const slug = "mandelbrot";
  const { job_id: id } = await (
    await request.post(`/api/scripts/v1/${slug}/submit/`, {
      headers,
      form: { job_name: "for every address", command: "--width 40 --height 30" },
    })
  ).json();
  const details = async () => (await request.get(`/api/jobs/v1/${id}/details/`, { headers })).json();
  await expect.poll(async () => (await details()).is_complete).toBe(true);
  const { uuid, assets } = await details();
  const [, , token] = new URL(assets.at(-1).url).pathname.split("/");
  const { files } = await (await request.get(`/jobs/${uuid}/files`)).json();
  const { script } = await (await request.get(`/api/scripts/v1/${slug}/`, { headers })).json();
  const versionId = String(script.versions[0].id);
  const common: Record<string, string> = {
    job: uuid,
    token: token ?? "",
    file: String(files[0].id),
    slug,
    version: versionId,
    versionId,
    id: "1",
    rest: `jobs/${uuid}`,
    name: "x.zip",
    nextauth: "session",
  };
  return (route, parameter) => {
    if (route.startsWith("/api/jobs/") && parameter === "id") return String(id);
    return (route.startsWith("/language/") ? "de.js" : common[parameter]) ?? "1";
  };
}
