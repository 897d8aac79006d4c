/** A job as it is submitted: by API v1 with a command line, by API v2 with an input. */
interface Submission {
  slug: string;
  name: string;
  command: string;
}
export interface InputSubmission {
  slug: string;
  name: string;
  input: Record<string, unknown>;
}

/** A careful client of the API: it repeats a request until there is an answer. */
export interface Client {
  /** Submits under an Idempotency-Key until there is an answer; without a key only once. Returns the job's id. */
  submit(job: Submission | InputSubmission, key?: string): Promise<number>;
  /** Waits for a job's end by API v2, however often the wait is interrupted. Returns its last state. */
  waitForEnd(id: number): Promise<string>;
  /** Repeats a request until the answer is a success, and returns that answer. */
  ask<T>(path: string, method?: "GET" | "POST"): Promise<T>;
  /** The text of an answer. */
  read(path: string): Promise<string>;
  /** How many requests got no answer, or a status of 500 or more. */
  failures(): number;
}

const PAUSE_MS = 100;
const ANSWER_MS = 15_000;

/** A client of the instance at `url`. It gives up when the answer blames the client (400 to 499). */
export function openClient(url: string, key: string): Client {
  let failures = 0;
  const send = async (path: string, init: RequestInit): Promise<Response | null> => {
    try {
      const headers = { authorization: `Bearer ${key}`, ...init.headers };
      const signal = AbortSignal.timeout(ANSWER_MS);
      const answer = await fetch(url + path, { ...init, headers, signal });
      const body = await answer.text();
      if (answer.status < 500) return new Response(body, { status: answer.status });
    } catch {
      // no answer, or half of one
    }
    failures++;
    return null;
  };
  const insist = async <T>(path: string, init: () => RequestInit): Promise<T> => {
    for (;;) {
      const answer = await send(path, init());
      if (answer?.ok) return (await answer.json()) as T;
      if (answer) throw new Error(`${path} is answered ${answer.status}: ${await answer.text()}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  return {
    submit: async (job, idempotencyKey) => {
      const key: Record<string, string> = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
      if ("input" in job) {
        const headers = { ...key, "content-type": "application/json" };
        const body = JSON.stringify({ input: job.input, name: job.name });
        const path = `/api/v2/scripts/${job.slug}/jobs`;
        return (await insist<{ id: number }>(path, () => ({ method: "POST", body, headers }))).id;
      }
      const body = new URLSearchParams({ job_name: job.name, command: job.command });
      const path = `/api/scripts/v1/${job.slug}/submit/`;
      const init = () => ({ method: "POST", body, headers: key });
      const answered = await insist<{ valid: boolean; job_id: number }>(path, init);
      if (!answered.valid) throw new Error(`${job.name} was refused: ${JSON.stringify(answered)}`);
      return answered.job_id;
    },
    waitForEnd: async (id) => {
      for (;;) {
        const path = `/api/v2/jobs/${id}/wait?timeout=10`;
        const { status, endedAt } = await insist<{ status: string; endedAt: string | null }>(path, () => ({}));
        if (endedAt !== null) return status;
      }
    },
    ask: (path, method = "GET") => insist(path, () => ({ method })),
    read: async (path) => (await send(path, {}))?.text() ?? "",
    failures: () => failures,
  };
}
