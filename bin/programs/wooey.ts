import { Command, CommanderError } from "commander";
import { ZodError } from "zod";
import { env, loadEnvFile } from "@/server/env";
import { AppError, StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { doctor } from "./wooey-doctor";
import { stop } from "./wooey-jobs";
import { createKey, createPerson, migrate } from "./wooey-people";
import { addScripts, describe } from "./wooey-scripts";

// The command line: `npm run -s wooey -- …`, or `npx wooey …` where the package is installed. Exit codes: 0 done,
// 1 refused or failed (a sentence on stderr), 2 used wrongly.
process.title = "wooey";

const program = new Command("wooey")
  .description("Wooey's command line. Settings come from the environment and .env, as for npm start.")
  .showHelpAfterError("Run with --help for the possibilities.")
  .helpCommand(false)
  .exitOverride();

const user = program.command("user").description("people");
user
  .command("create <name>")
  .description("make an account; without --password a random one is printed once")
  .option("--staff", "may manage scripts")
  .option("--administrator", "may manage everything")
  .option("--password <password>", "at least 8 characters; visible to others on this machine while the command runs")
  .option("--email <address>")
  .option("--full-name <name>")
  .action(createPerson);

program
  .command("api-key")
  .description("keys for the HTTP API")
  .command("create")
  .description("make a key and print it, alone, on stdout: it is never shown again")
  .requiredOption("--user <name>", "whose key it is")
  .requiredOption("--name <name>", "what it is for")
  .action(createKey);

const script = program.command("script").description("scripts");
script
  .command("add <path...>")
  .description(
    "add scripts, or new versions; of a folder every .py in it; NAME.form.yaml beside one says what its form is",
  )
  .option("--group <group>", "script group (default: WOOEY_DEFAULT_SCRIPT_GROUP)")
  .option("--name <name>", "the script's name (default: the file's name without its ending)")
  .option("--ignore-bad-imports", "add it also when modules it imports are missing here")
  .action(addScripts);
script
  .command("describe <path>")
  .description("print what the form is made of, as JSON; needs no server and no database")
  .option("--ignore-bad-imports", "put stand-ins in place of modules that are missing here")
  .option("--report", "print what was understood and what was not, in sentences, instead of the JSON")
  .action(describe);

program
  .command("job")
  .description("jobs")
  .command("stop <job>")
  .description("stop a job, named by its number, its uuid or its permalink")
  .option("--kill", "end its script at once, instead of asking it first")
  .action(stop);

program.command("migrate").description("bring the database to this version's schema").action(migrate);
program.command("doctor").description("what is missing on this machine, and how to get it").action(doctor);

try {
  loadEnvFile(projectRoot());
  env();
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what is wrong on stderr, in one sentence where it is the caller's to act on. Answers the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said it
  if (error instanceof AppError || error instanceof StartError) console.error(error.message);
  else if (error instanceof ZodError) console.error(error.issues.map(sentenceOf).join(" "));
  else console.error(error);
  return 1;
}

function sentenceOf(issue: ZodError["issues"][number]): string {
  return issue.path.length ? `${issue.path.join(".")}: ${issue.message}` : issue.message;
}
