import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "@/server/root";
import { writeBillOfMaterials } from "./bill-of-materials";

interface BillOfMaterials {
  bomFormat: string;
  components: { name: string; version: string; licenses?: unknown[] }[];
}

test("the bill of materials lists what the product installs, and nothing that only tests need", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sbom-"));
  const file = path.join(folder, "sbom.json");
  await writeBillOfMaterials(projectRoot(), file);
  // npm writes this format.
  const { bomFormat, components } = JSON.parse(fs.readFileSync(file, "utf8")) as BillOfMaterials;
  fs.rmSync(folder, { recursive: true });
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync("package.json", "utf8")) as Record<
    string,
    object
  >;
  const listed = components.map(({ name, version }) => `${name} ${version}`);
  const named = (packages: object = {}) => Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  expect(bomFormat).toBe("CycloneDX");
  expect(listed).toEqual(expect.arrayContaining(named(dependencies)));
  expect(listed).not.toContain(named(devDependencies).find((each) => each.startsWith("@playwright/test")));
});
