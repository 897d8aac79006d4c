import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { BuiltImage } from "./build-image";
import { execute } from "./execute";
import { inSystem } from "./in-system";

export interface Container {
  /** All that it has printed. */
  log(): string;
  /** Runs a command in it, as `docker compose exec` does; returns what it prints. */
  execute(command: string[]): Promise<string>;
  /** Sends SIGTERM to its first process; resolves when all are gone. */
  stop(): Promise<void>;
}

/** `cap_drop: [ALL]` and `no-new-privileges`, and the user of the image. */
const asUser = (user: string) =>
  `setpriv --reuid ${user} --regid ${user} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all`.split(
    " ",
  );

/** `systempaths=unconfined`: bubblewrap, which makes the container here, covers parts of the /proc that it mounts. */
const withUncoveredProc = ["/bin/sh", "-c", 'mount -t proc proc /proc && exec "$@"', "sh"];

/**
 * Starts the image as compose.yaml does: as its user, without capabilities, on a file system that is read-only except for
 * `data` at /data and a /tmp in memory, with a /proc that nothing covers.
 */
export async function startContainer(
  { root, config }: BuiltImage,
  { data, env }: { data: string; env: Record<string, string> },
): Promise<Container> {
  const as = asUser(config.user);
  const variables = { ...config.env, ...env, HOME: "/data" };
  const [program, ...words] = inSystem(root, {
    workdir: config.workdir,
    isWritable: false,
    env: variables,
    volumes: { "/data": data },
    command: [...withUncoveredProc, ...as, ...config.command],
  });
  const child = spawn(program, ["--info-fd", "3", ...words], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  let log = "";
  const [, stdout, stderr, information] = child.stdio as unknown as Readable[]; // Pipes to read from, as `stdio` says.
  for (const stream of [stdout, stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const pid = await readPid(information);
  const enter = ["--target", String(pid), "--mount", "--pid", "--ipc", "--wdns=/"];
  return {
    log: () => log,
    execute: (command) => {
      const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
      return execute("nsenter", [...enter, "env", "-i", `PATH=${PATH}`, ...settings, ...as, ...command]);
    },
    stop: async () => {
      process.kill(pid, "SIGTERM");
      await ended;
    },
  };
}

const PATH = "/usr/local/bin:/usr/bin:/bin";

/** The process that bubblewrap has started, as this machine numbers it. */
async function readPid(stream: Readable | undefined): Promise<number> {
  let text = "";
  for await (const chunk of stream ?? []) text += chunk;
  return (JSON.parse(text) as { "child-pid": number })["child-pid"]; // bwrap(1), --info-fd
}
