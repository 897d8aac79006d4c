import net, { type AddressInfo, type Socket } from "node:net";

/** Receives from scripts themselves that they started and ended, to compare it with what the product reports. */
export interface Witness {
  port: number;
  /** How often a script of this name has started, and how often it has ended. */
  starts(name: string): number;
  ends(name: string): number;
  /** The scripts that are alive: their connections are open. */
  alive(): string[];
  /** Resolves at the first start of a script of this name, with the job that it runs for. */
  started(name: string): Promise<{ jobId: number }>;
  close(): void;
}

/** Opens a witness. `order` tells a script at its n-th start whether to go on to its end or to stay. */
export async function openWitness(order: (name: string, start: number) => "go" | "stay"): Promise<Witness> {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  const open = new Map<Socket, string>();
  const waiting = new Map<string, PromiseWithResolvers>();
  const first = (name: string) => {
    const known = waiting.get(name) ?? withResolvers();
    waiting.set(name, known);
    return known;
  };
  const receive = (socket: Socket, line: string) => {
    const [what, name = "", jobId] = line.split(" ");
    const counted = what === "start" ? starts : ends;
    counted.set(name, (counted.get(name) ?? 0) + 1);
    if (what !== "start") return;
    open.set(socket, name);
    socket.write(`${order(name, counted.get(name) ?? 0)}\n`);
    first(name).resolve({ jobId: Number(jobId) });
  };
  const server = net.createServer((socket) => {
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      const lines = (text + part).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) receive(socket, line);
    });
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    starts: (name) => starts.get(name) ?? 0,
    ends: (name) => ends.get(name) ?? 0,
    alive: () => [...open.values()],
    started: (name) => first(name).promise,
    close: () => {
      for (const socket of open.keys()) socket.destroy();
      server.close();
    },
  };
}

interface PromiseWithResolvers {
  promise: Promise<{ jobId: number }>;
  resolve(value: { jobId: number }): void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: PromiseWithResolvers["resolve"] = () => undefined;
  const promise = new Promise<{ jobId: number }>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
