import { expect, test, vi } from "vitest";
import { explainDiskError } from "./disk-error";

test("explains a full disk to people, and leaves other errors as they are", () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(explainDiskError(full)).toMatchObject({ code: "unavailable", message: expect.stringContaining("is full") });
  expect(log).toHaveBeenCalledOnce();
  const other = Object.assign(new Error("EIO"), { code: "EIO" });
  expect(explainDiskError(other)).toBe(other);
});
