import { PreviewProblem } from "../read/problem";
import type { Answer, CallName, Calls } from "./protocol";

/** How long a call may take. A hostile file could occupy the worker for ever. */
const TIMEOUT_MS: Record<CallName, number> = { open: 15_000, nextRows: 15_000, summarize: 180_000 };

interface Pending {
  onProgress: ((progress: number) => void) | undefined;
  resolve: (result: Calls[CallName]["result"]) => void;
  reject: (problem: PreviewProblem) => void;
}

/** A worker that reads one file. `end` must be called when the file is closed. */
export class PreviewClient {
  readonly #worker = new Worker(new URL("./preview-worker.ts", import.meta.url), { type: "module" });
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** Whether the code of the worker has arrived and runs. */
  #isLoaded = false;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      this.#isLoaded = true;
      this.#settle(data);
    });
    this.#worker.addEventListener("error", () => this.#fail(this.#isLoaded ? "crashed" : "unreachable"));
  }

  /** Asks the worker. @throws PreviewProblem */
  async call<Name extends CallName>(
    name: Name,
    request: Calls[Name]["request"],
    onProgress?: (progress: number) => void,
  ): Promise<Calls[Name]["result"]> {
    const id = ++this.#lastId;
    const timer = setTimeout(() => this.#fail("tooSlow"), TIMEOUT_MS[name]);
    try {
      const result = await new Promise<Calls[CallName]["result"]>((resolve, reject) => {
        this.#pending.set(id, { onProgress, resolve, reject });
        this.#worker.postMessage({ id, name, request });
      });
      // The worker answers a call with the result of this call.
      return result as Calls[Name]["result"];
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#worker.terminate();
    this.#pending.clear();
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    if ("progress" in answer) {
      pending.onProgress?.(answer.progress);
      return;
    }
    this.#pending.delete(answer.id);
    if ("problem" in answer) pending.reject(new PreviewProblem(answer.problem));
    else pending.resolve(answer.result);
  }

  #fail(code: "crashed" | "unreachable" | "tooSlow"): void {
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(new PreviewProblem(code));
    this.#pending.clear();
  }
}
