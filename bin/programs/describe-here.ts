import { describeScript } from "@/server/introspection/describe";
import { findPython } from "@/server/sandbox/level";
import type { Describe } from "@/server/scripts/describe-upload";
import { localFileOf } from "@/server/storage/store";

/** Reads a stored script in a confined process that this one starts: for programs that may start others. */
export const describeHere: Describe = async ({ sha256, filename, ignoreBadImports }) =>
  describeScript({ file: await localFileOf(sha256), filename, python: (await findPython()).path, ignoreBadImports });
