import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "@/server/root";
import { writeBillOfMaterials } from "./bill-of-materials";

interface BillOfMaterials {
  bomFormat: string;
  components: { name: string; version: string; properties?: { name: string }[] }[];
}

test("the bill of materials lists every dependency, and marks what only development needs", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sbom-"));
  const file = path.join(folder, "sbom.json");
  await writeBillOfMaterials(projectRoot(), file);
  // npm writes this format.
  const { bomFormat, components } = JSON.parse(fs.readFileSync(file, "utf8")) as BillOfMaterials;
  fs.rmSync(folder, { recursive: true });
  const { dependencies } = JSON.parse(fs.readFileSync("package.json", "utf8")) as { dependencies: object };
  const listed = components.map(({ name, version }) => `${name} ${version}`);
  const isForDevelopment = (expected: string) =>
    components
      .find(({ name }) => name === expected)
      ?.properties?.some(({ name }) => name === "cdx:npm:package:development") ?? false;
  expect(bomFormat).toBe("CycloneDX");
  expect(listed).toEqual(
    expect.arrayContaining(Object.entries(dependencies).map(([name, version]) => `${name} ${version}`)),
  );
  expect([isForDevelopment("vitest"), isForDevelopment("zod")]).toEqual([true, false]);
});
