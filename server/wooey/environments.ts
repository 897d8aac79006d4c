import path from "node:path";
import { z } from "zod";
import type { Environment } from "@/db/schema/scripts";

/** A virtual environment in API v1. */
export const wooeyEnvironment = z.object({
  id: z.int32(),
  name: z.string(),
  python_binary: z.string(),
  requirements: z.string(),
  venv_directory: z.string(),
  install_path: z.string(),
});
export type WooeyEnvironment = z.infer<typeof wooeyEnvironment>;

export function toWooeyEnvironment(environment: Environment): WooeyEnvironment {
  const { id, name, pythonBinary, requirements, directory } = environment;
  return {
    id,
    name,
    python_binary: pythonBinary,
    requirements,
    venv_directory: directory,
    install_path: installPath(environment),
  };
}

/** Where Wooey 0.14 installs the environment: below its folder, by interpreter and name. */
function installPath({ name, pythonBinary, directory }: Environment): string {
  return path.join(directory, pythonBinary.replace(/[^\p{L}\p{N}]/gu, ""), name);
}
