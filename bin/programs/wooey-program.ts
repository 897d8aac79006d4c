import { Command, CommanderError } from "commander";
import type { ZodError } from "zod";
import { enterCallersFolder } from "@/cli/environment";
import { exitCodes } from "@/cli/exit-codes";
import { addClientCommands, localCommands, reportClientError, separateStdin } from "@/cli/program";
import { AppError, StartError } from "@/server/errors";

// The commands of `wooey` in an installation: those that work on its files and database, and those of the client, which
// need only a server (docs/cli.md). Exit codes of the first: 0 done, 1 refused or failed (a sentence on stderr), 2 used
// wrongly. Each command loads only what it needs, so that a help text appears at once.

/** The command line. `prepare` runs before a command that is not of the client, but not before a help text. */
export function makeProgram(prepare: () => Promise<void>): Command {
  const program = new Command("wooey")
    .description("Wooey's command line. Settings come from the environment and .env, as for npm start.")
    .showHelpAfterError("Run with --help to see all commands and options.")
    .helpCommand(false)
    .exitOverride();
  program.commandsGroup("This installation:");
  addPeopleCommands(program);
  addKeyCommands(program);
  addScriptCommands(program);
  addDataCommands(program);
  addOtherCommands(program);
  const local = [...program.commands];
  for (const command of local) command.hook("preAction", prepare);
  program.commandsGroup("Any server:");
  addClientCommands(program);
  for (const command of program.commands) if (!local.includes(command)) command.hook("preAction", enterCallersFolder);
  return program;
}

/** Runs a command. If it fails, reports why and sets the exit code of this process. */
export async function runProgram(program: Command, words: string[]): Promise<void> {
  try {
    await program.parseAsync(separateStdin(words), { from: "user" });
  } catch (error) {
    process.exitCode = report(error, { isClient: isClientCommand(program, words[0]) });
  }
}

function isClientCommand(program: Command, name: string | undefined): boolean {
  return !localCommands.includes(name ?? "") && program.commands.some((command) => command.name() === name);
}

function addPeopleCommands(program: Command): void {
  const user = program.command("user").description("people");
  user
    .command("create <name>")
    .description("create an account; without --password, a random password is printed once")
    .option("--staff", "can manage scripts")
    .option("--administrator", "can manage everything")
    .option("--password <password>", "at least 8 characters; visible to others on this machine while the command runs")
    .option("--email <address>")
    .option("--full-name <name>")
    .action(async (name, options) => (await import("./wooey-people")).createPerson(name, options));
  user
    .command("password <name>")
    .description("set a new password and end the person's sessions; without --password, a random one is printed once")
    .option("--password <password>", "at least 8 characters; visible to others on this machine while the command runs")
    .option("--disable-keys", "also disable the person's API keys")
    .action(async (name, options) => (await import("./wooey-people")).setPersonPassword(name, options));
  user
    .command("sign-out [name]")
    .description("end the sessions of a person, or of everyone with --all")
    .option("--all", "everyone")
    .action(async (name, options) => (await import("./wooey-people")).signOut(name, options));
}

function addKeyCommands(program: Command): void {
  const apiKey = program.command("api-key").description("keys for the HTTP API");
  apiKey
    .command("create")
    .description("create a key and print only the key to stdout; it is never shown again")
    .requiredOption("--user <name>", "the owner of the key")
    .requiredOption("--name <name>", "what the key is for")
    .option("--days <days>", "how many days it is valid, or none for no limit (default: 90)")
    .option("--scope <scope...>", "what it allows: read, run, manage (default: all of them)")
    .option("--script <slug...>", "the only scripts that it is for (default: all scripts)")
    .action(async (options) => (await import("./wooey-keys")).createKey(options));
  apiKey
    .command("list")
    .description("list the keys with their owners, what they allow and when they expire")
    .option("--user <name>", "only those of this person")
    .action(async (options) => (await import("./wooey-keys")).listKeys(options));
  apiKey
    .command("disable <id>")
    .description("disable a key, by its number in the list")
    .action(async (id) => (await import("./wooey-keys")).disableKey(id));
}

function addScriptCommands(program: Command): void {
  const script = program.command("script").description("scripts");
  script
    .command("add <path...>")
    .description(
      "add scripts or new versions; for a folder, every .py file in it; NAME.form.yaml next to a script defines its form",
    )
    .option("--group <group>", "script group (default: WOOEY_DEFAULT_SCRIPT_GROUP)")
    .option("--name <name>", "the script's name (default: the file name without its extension)")
    .option("--ignore-bad-imports", "add it even if modules that it imports are not installed here")
    .action(async (paths, options) => (await import("./wooey-scripts")).addScripts(paths, options));
  script
    .command("describe <path>")
    .description("print the description of the form as JSON; needs no server and no database")
    .option("--ignore-bad-imports", "replace modules that are not installed here with stand-ins")
    .option("--report", "print what was found and what was not, in sentences, instead of JSON")
    .action(async (path, options) => (await import("./wooey-scripts")).describe(path, options));
  script
    .command("argv <path>")
    .description(
      'print the arguments that values mean to the script: reads {"entries": [["path", "value"], …]} or ' +
        '{"command": "…"} from each line of standard input, and needs no server and no database',
    )
    .option("--ignore-bad-imports", "put stand-ins in place of modules that are missing here")
    .action(async (path, options) => (await import("./wooey-argv")).argv(path, options));
}

function addDataCommands(program: Command): void {
  program
    .command("storage")
    .description("where files are")
    .command("move <target>")
    .description(
      "copy all files to a bucket (s3://bucket/prefix) or to the disk (disk), and check them; see docs/storage.md",
    )
    .action(async (target) => (await import("./wooey-storage")).moveStorage(target));
  const backup = program.command("backup").description("make and check backups; see docs/backup.md");
  backup
    .argument("[location]", "a folder, or s3://bucket/prefix")
    .option("--with-secret", "include AUTH_SECRET: whoever reads the backup can sign in as anybody")
    .action(async (location, options) => {
      if (location === undefined) return backup.help({ error: true });
      await (await import("./wooey-backup")).backup(location, options);
    });
  backup
    .command("check <location>")
    .description("read everything in a backup and compare it with its hashes")
    .option("--name <name>", "another backup than the newest, such as backup-20270131T020000Z")
    .action(async (location, options) => (await import("./wooey-backup")).check(location, options));
  program
    .command("restore <location>")
    .description("restore a backup into an empty instance that does not run")
    .option("--name <name>", "another backup than the newest")
    .option("--new-secret", "without the AUTH_SECRET of the backup: links to files and secret values are lost")
    .action(async (location, options) => (await import("./wooey-backup")).restore(location, options));
}

function addOtherCommands(program: Command): void {
  program
    .command("job")
    .description("jobs")
    .command("stop <job>")
    .description("stop a job, given by its number, its uuid or its permalink")
    .option("--kill", "end its script immediately instead of asking it to stop first")
    .action(async (job, options) => (await import("./wooey-jobs")).stop(job, options));
  program
    .command("migrate")
    .description("migrate the database to the schema of this version")
    .option("--check", "change nothing; exit code 1 if there is something to migrate")
    .action(async (options) => (await import("./wooey-people")).migrate(options));
  program
    .command("accept-host")
    .description("let this host's AUTH_SECRET and storage be those of the database, after the first ones were lost")
    .action(async () => (await import("./wooey-people")).acceptHost());
  program
    .command("doctor")
    .description("show what is missing on this machine and how to get it")
    .action(async () => (await import("./wooey-doctor")).doctor());
}

/** Reports an error on stderr, in one sentence where the caller can act on it. Returns the exit code. */
function report(error: unknown, { isClient }: { isClient: boolean }): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    return isClient ? exitCodes.input : 2; // Commander has reported it.
  }
  const code = reportClientError(error);
  if (code !== null) return code;
  if (error instanceof AppError || error instanceof StartError) console.error(error.message);
  else if (isZodError(error)) console.error(error.issues.map(sentenceOf).join(" "));
  else console.error(error);
  return 1;
}

/** Recognizes it by its name, so that zod is loaded only by commands that need it. */
function isZodError(error: unknown): error is ZodError {
  return error instanceof Error && error.name === "ZodError";
}

function sentenceOf(issue: ZodError["issues"][number]): string {
  return issue.path.length ? `${issue.path.join(".")}: ${issue.message}` : issue.message;
}
