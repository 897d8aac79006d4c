import { expect, test } from "vitest";
import { actorOf, aStaffUser } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { createEnvironment, patchEnvironment } from "./environments";

test("the audit records what happens to an environment, and no password of a package index", async () => {
  const staff = await actorOf(await aStaffUser());
  const requirements = "--extra-index-url https://me:hunter2@example.org/simple\nnumpy";
  const fields = { name: "science", pythonBinary: "python3", directory: "/srv", requirements };
  const { id } = await createEnvironment(staff, fields);
  await patchEnvironment(staff, id, { requirements: `${requirements}\nscipy`, name: "more" });
  const { rows } = await listAudit(staff, { target: `environment:${id}` });
  expect(rows.map((row) => [row.action, row.detail])).toEqual([
    ["environment.patch", { name: "more", requirements: "changed" }],
    ["environment.create", expect.objectContaining({ name: "science", requirements: "changed" })],
  ]);
  expect(JSON.stringify(rows)).not.toContain("hunter2");
});
