import path from "node:path";
import { env, loadEnvFile, setDatabaseUrl } from "@/server/env";
import { projectRoot } from "@/server/root";
import { buildPagesIfStale } from "../build/next-build";
import { makeDataFolder } from "./data-folder";
import { findDatabase } from "./database";
import { checkPort, serverAddress } from "./port";
import { runSetup } from "./run-setup";
import { type Supervised, supervise } from "./supervised";
import { type Lifetime, runSupervisor } from "./supervisor";

// `npm run web`: pages and the API alone, for hosts on which no scripts run. It needs the database of an instance, which it
// migrates and sets up as `npm start` does.
process.title = "wooey-start-web";
const log = (line: string) => console.log(line);
let web: Supervised | null = null;

await runSupervisor({ start, stop, log });

async function start({ isStopping }: Lifetime): Promise<void> {
  loadEnvFile(projectRoot());
  const settings = env();
  if (!settings.DATABASE_URL) setDatabaseUrl(findDatabase());
  makeDataFolder(settings.WOOEY_DATA_DIR);
  await checkPort(settings.HOST, settings.PORT);
  await buildPagesIfStale(log);
  if (isStopping()) return;
  const folder = path.join(projectRoot(), "dist");
  const environment = { DATABASE_URL: env().DATABASE_URL ?? "", NODE_ENV: "production" };
  await runSetup(folder, environment);
  if (isStopping()) return;
  web = supervise({ program: "web", folder, environment, nodeArguments: ["--max-semi-space-size=4"], log });
  const { port } = await web.ready;
  if (!isStopping()) log(`Wooey's pages are ready at ${serverAddress(settings.HOST, port ?? settings.PORT)}`);
}

async function stop(): Promise<string> {
  await web?.stop(2000);
  return "The web server has stopped.";
}
