import net from "node:net";
import { StartError } from "@/server/errors";

/** Checks that this process can listen there, before anything is started. @throws StartError saying why it cannot. */
export async function checkPort(host: string, port: number): Promise<void> {
  const cause = await tryToListen(host, port);
  if (!cause) return;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is already in use: stop the program that uses it, or set PORT to another.`,
    EACCES: `This user may not listen on port ${port}: set PORT to 1024 or more.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine: set HOST to one of its addresses, or to 0.0.0.0 for all.`,
    ENOTFOUND: `HOST ${host} is unknown: set HOST to an address of this machine.`,
  };
  const fallback = `Wooey cannot listen on HOST ${host} and PORT ${port} (${cause.code}).`;
  throw new StartError(reasons[cause.code ?? ""] ?? fallback, { cause });
}

/** The first free port from `port` on. @throws StartError when none can be listened on. */
export async function findFreePort(host: string, port: number): Promise<number> {
  const cause = await tryToListen(host, port);
  if (cause?.code === "EADDRINUSE") return findFreePort(host, port + 1);
  if (cause) await checkPort(host, port);
  return port;
}

function tryToListen(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", resolve);
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

/** The address of the server as people type it. */
export function serverAddress(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
