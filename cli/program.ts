import { Command, CommanderError, Option } from "commander";
import { ClientError, exitCodes } from "./exit-codes";
import { version } from "./version";

// The commands that need nothing but a server. Each loads what it does only when it runs, so that help appears at once.

/** The commands of an installation, which work on its files and database. */
export const localCommands = [
  "user",
  "api-key",
  "script",
  "job",
  "storage",
  "backup",
  "restore",
  "migrate",
  "accept-host",
  "doctor",
];

/** The command line of the file that servers hand out: the client commands, and what the others need. */
export function makeClientProgram(): Command {
  const program = new Command("wooey")
    .description("Run the scripts of a Wooey server as if they were here.")
    .version(version())
    .showHelpAfterError("Run with --help to see all commands and options.")
    .helpCommand(false)
    .exitOverride();
  addClientCommands(program);
  for (const name of localCommands) addLocalCommand(program, name);
  return program;
}

/** Adds the client commands to a program. */
export function addClientCommands(program: Command): void {
  program.enablePositionalOptions();
  addServerCommands(program);
  addScriptCommands(program);
  addRunCommand(program);
  addJobCommands(program);
  addCompletionCommands(program);
}

/** Reports an error of a client command on stderr. Returns its exit code; null for an error of another kind. */
export function reportClientError(error: unknown): number | null {
  if (!(error instanceof ClientError)) return null;
  process.stderr.write(`${error.message}\n`);
  return error.exitCode;
}

/** Runs a command of the client by itself. */
export async function runClient(words: string[]): Promise<number> {
  try {
    await makeClientProgram().parseAsync(separateStdin(words), { from: "user" });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    // Commander has reported its own errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.input;
    const code = reportClientError(error);
    if (code !== null) return code;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

/** `--stdin` takes a file only after "=": the next word is the slug, or an argument. */
export function separateStdin(words: string[]): string[] {
  const separator = words.indexOf("--");
  return words.map((word, index) => (word === "--stdin" && (separator < 0 || index < separator) ? "--stdin=-" : word));
}

function addServerCommands(program: Command): void {
  program
    .command("login <url>")
    .description("store a key for a server: approved in the browser, or given with --key")
    .addOption(new Option("--key [key]", "an API key; without a value it is read from standard input"))
    .option("--name <name>", "what to call the server here (default: its host name)")
    .option("--scope <scope...>", "what the new key may do: read, run, manage (default: read and run)")
    .option("--json", "print JSON")
    .action(async (url, options) => (await import("./login")).login(url, options));
  program
    .command("logout [name]")
    .description("remove a server and its key from this machine")
    .action(async (name) => (await import("./login")).logout(name));
  program
    .command("servers")
    .description("list the servers that you have logged in to")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./login")).servers(options));
  program
    .command("use <name>")
    .description("use this server from now on")
    .action(async (name) => (await import("./login")).selectCurrent(name));
  withServer(program.command("whoami"))
    .description("show who you are at the server, and what your key may do")
    .action(async (options) => (await import("./login")).whoami(options));
}

function addScriptCommands(program: Command): void {
  withServer(program.command("scripts [words...]"))
    .description("list the scripts that you may run, or those with these words")
    .option("--group <slug>", "only those of a script group")
    .option("--tag <tag>", "only those with a tag")
    .option("--limit <count>", "at most so many (default: 50)")
    .action(async (words, options) => (await import("./scripts")).scripts(words, options));
  withServer(program.command("describe <slug>"))
    .description("show what a script does and accepts")
    .option("--version <version>", "a version other than the default")
    .action(async (slug, options) => (await import("./describe")).describeScript(slug, options));
  withServer(program.command("add <file...>"))
    .description("add scripts, or new versions of them, to the server (staff only)")
    .option("--group <name>", "script group")
    .option("--name <name>", "the script's name (default: the file name without its extension)")
    .action(async (files, options) => (await import("./add")).add(files, options));
}

function addRunCommand(program: Command): void {
  withServer(program.command("run <slug> [args...]"))
    .description("run a script; its own arguments follow after --")
    .usage("[options] <slug> -- [args...]")
    .option("--detach", "print the number of the job and do not wait for it")
    .addOption(new Option("--follow", "show the output and wait for the end (default)").conflicts("detach"))
    .option("--wait-timeout <seconds>", "stop waiting after so long; the job goes on")
    .option("--stdin [=file]", "send standard input, or a file, to the script")
    .option("--no-stdin", "send nothing, even if standard input is a file or a pipe")
    .option("--out <folder>", "where to store the files that the script writes (default: the current folder)")
    .option("--no-files", "do not fetch the files that the script writes")
    .option("--name <name>", "the name of the job")
    .option("--version <version>", "a version other than the default")
    .option("--tag <tag...>", "tags of the job")
    .action(async (slug, args, options) => (await import("./run")).run(slug, args, options));
}

function addJobCommands(program: Command): void {
  withServer(program.command("jobs [words...]"))
    .description("list jobs, the newest first")
    .option("--status <status>", "only those in a state, such as running or failed")
    .option("--script <slug>", "only those of a script")
    .option("--owner <username>", "only those of a person")
    .option("--tag <tag>", "only those with a tag")
    .option("--since <time>", "only those from then on, such as 2026-01-31T12:00:00Z")
    .option("--limit <count>", "at most so many (default: 50)")
    .action(async (words, options) => (await import("./jobs")).jobs(words, options));
  withServer(program.command("logs <id>"))
    .description("show the output of a job")
    .option("-f, --follow", "show it as it appears, until the job has ended")
    .option("--stream <stream>", "only stdout or stderr")
    .action(async (id, options) => (await import("./logs")).logs(id, options));
  withServer(program.command("wait <id...>"))
    .description("wait until jobs have ended; the exit code is that of the first script that failed")
    .option("--timeout <seconds>", "wait at most so long")
    .action(async (ids, options) => (await import("./jobs")).waitFor(ids, options));
  withServer(program.command("cancel <id...>"))
    .description("stop jobs")
    .action(async (ids, options) => (await import("./jobs")).cancel(ids, options));
  withServer(program.command("get <id> [path...]"))
    .description("fetch the files that a job has written, or these files and folders of it")
    .option("--out <folder>", "where to store them (default: the current folder); - prints them")
    .action(async (id, paths, options) => (await import("./jobs")).get(id, paths, options));
  withServer(program.command("open [target]"))
    .description("open a job (by its number), a script (by its slug) or the server in the browser")
    .action(async (target, options) => (await import("./jobs")).open(target, options));
}

function addCompletionCommands(program: Command): void {
  program
    .command("completions <shell>")
    .description("print completions for bash, zsh or fish; docs/cli.md says how to use them")
    .action(async (shell) => {
      const { completionScript } = await import("./completions");
      process.stdout.write(completionScript(shell));
    });
  program
    .command("__complete [words...]", { hidden: true })
    .allowUnknownOption()
    .option("--bash", "words that bash has divided at =")
    .action(async (words, options) => (await import("./complete")).printCompletions(program, words, options));
}

function withServer(command: Command): Command {
  return command
    .option("--server <name>", "another server than the current one, by its name or address")
    .option("--json", "print JSON");
}

function addLocalCommand(program: Command, name: string): void {
  program
    .command(`${name} [words...]`)
    .description("only in an installation of Wooey itself")
    .allowUnknownOption()
    .helpOption(false)
    .action(() => {
      const where = "It works on the server's own files and database: run `npm run wooey -- ` there.";
      throw new ClientError("input", `wooey ${name} needs an installation of Wooey. ${where}`);
    });
}
