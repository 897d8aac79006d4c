import { projectRoot } from "@/server/root";
import { makeProgram, runProgram } from "./wooey-program";

// The command line: `npm run -s wooey -- …`, or `npx wooey …` where the package is installed.
process.title = "wooey";

const program = makeProgram(async () => {
  const { env, loadEnvFile } = await import("@/server/env");
  loadEnvFile(projectRoot());
  env();
});
await runProgram(program, process.argv.slice(2));
