import fs from "node:fs";

interface Options {
  workdir: string;
  isWritable: boolean;
  command: string[];
  env?: Record<string, string>;
  /** Folders of this machine by the path at which the system sees them. */
  volumes?: Record<string, string>;
}

/** Variables that say which certificates programs trust, where a network has its own. */
const CERTIFICATES = "NODE_EXTRA_CA_CERTS SSL_CERT_FILE PIP_CERT CURL_CA_BUNDLE REQUESTS_CA_BUNDLE".split(" ");
const BUNDLE = "/run/certificates.crt";

/** A command line that runs a command as root in the system whose files are in `root`, with this machine's network. */
export function inSystem(root: string, options: Options): [string, ...string[]] {
  const { workdir, isWritable, command, env = {}, volumes = {} } = options;
  return [
    "bwrap",
    ...[isWritable ? "--bind" : "--ro-bind", root, "/"],
    ...["--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp", "--tmpfs", "/run"],
    ...Object.entries(volumes).flatMap(([inside, folder]) => ["--bind", folder, inside]),
    ...["--unshare-pid", "--as-pid-1", "--unshare-ipc", "--die-with-parent", "--cap-add", "ALL", "--chdir", workdir],
    "--clearenv",
    ...toVariables({ PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", ...env }),
    ...(isWritable ? network() : []),
    ...command,
  ];
}

function toVariables(env: Record<string, string>): string[] {
  return Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]);
}

/** What steps of a build need to reach package registries as this machine does. */
function network(): string[] {
  const bundle = CERTIFICATES.map((name) => process.env[name]).find((file) => file && fs.existsSync(file));
  const certificates = bundle
    ? ["--ro-bind", bundle, BUNDLE, ...CERTIFICATES.flatMap((name) => ["--setenv", name, BUNDLE])]
    : [];
  return ["--ro-bind", fs.realpathSync("/etc/resolv.conf"), "/etc/resolv.conf", ...certificates];
}
