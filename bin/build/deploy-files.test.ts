import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "@/server/env/settings";
import { projectRoot } from "@/server/root";
import { configOf, parseDockerfile } from "./image/dockerfile";

interface Service {
  build?: string;
  command?: string | string[];
  environment: Record<string, string>;
  read_only?: boolean;
  tmpfs?: string[];
  security_opt?: string[];
}

const read = (name: string) => fs.readFileSync(path.join(projectRoot(), name), "utf8");
const [production] = parseDockerfile(read("Dockerfile")).slice(-1).map(configOf);

const { $schema: _, ...composeSchema } = JSON.parse(read("node_modules/dclint/schemas/compose.schema.json"));
const ajv = new Ajv({ strict: false, formats: { duration: /^(\d+(h|m|s|ms|us))+$/ } });

/** Null when a document follows the schema of the Compose Specification; else what is wrong. */
function checkCompose(document: unknown): string | null {
  return ajv.validate(composeSchema, document) ? null : ajv.errorsText();
}

describe.each(["compose.yaml", "compose.scale.yaml"])("%s", (name) => {
  const document = parse(read(name), { merge: true });
  const services = Object.entries<Service>(document.services);
  const built = services.filter(([, { build }]) => build !== undefined);

  test("follows the Compose Specification", () => {
    expect(checkCompose(document)).toBeNull();
    expect(checkCompose({ ...document, services: { wooey: { security_opts: [] } } })).toContain(
      "additional properties",
    );
  });

  test("has only settings that there are", () => {
    const known = [...Object.keys(settingsSchema.shape), "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    for (const [, { environment }] of built) expect(known).toEqual(expect.arrayContaining(Object.keys(environment)));
  });

  test("lets bubblewrap isolate scripts wherever they run, and writes to volumes alone", () => {
    expect(built).not.toEqual([]);
    for (const [service, { command = ["start"], security_opt, read_only, tmpfs }] of built) {
      const needed =
        command[0] === "start-web" ? [] : ["seccomp:unconfined", "apparmor:unconfined", "systempaths=unconfined"];
      expect(security_opt, service).toEqual(["no-new-privileges:true", ...needed]);
      expect({ read_only, tmpfs }, service).toEqual({ read_only: true, tmpfs: [expect.stringMatching(/^\/tmp:/)] });
    }
  });
});

test("the image starts everything, as an ordinary user, with its data in the volume", () => {
  expect(production).toEqual({
    env: { NODE_ENV: "production", HOST: "0.0.0.0", PORT: "3000", WOOEY_DATA_DIR: "/data" },
    workdir: "/app",
    user: "wooey",
    command: ["tini", "--", "node", "bin/launch.cjs", "start"],
  });
});

const units = fs.readdirSync(path.join(projectRoot(), "deploy/systemd"));
test.each(units)("systemd accepts %s", (unit) => {
  const text = read(`deploy/systemd/${unit}`);
  expect(text).toMatch(/^ExecStart=\/usr\/bin\/node bin\/launch\.cjs (start|start-web|worker)$/m);
  const { error, status, stderr } = spawnSync("systemd-analyze", ["verify", path.join("deploy/systemd", unit)], {
    cwd: projectRoot(),
    encoding: "utf8",
  });
  // Without systemd, the text above is all that can be checked.
  if (!error) expect({ status, stderr: complaints(stderr) }).toEqual({ status: 0, stderr: [] });
});

/** What systemd complains about, without the programs that this machine does not have and newer settings than its built. */
function complaints(output: string): string[] {
  return output.split("\n").filter((line) => line !== "" && !/is not executable|DelegateSubgroup/.test(line));
}
