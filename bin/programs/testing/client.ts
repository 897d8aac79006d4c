/** A careful client of the API: it repeats a request until there is an answer. */
export interface Client {
  /** Submits under an Idempotency-Key until there is an answer; without a key only once. Returns the job's id. */
  submit(job: { slug: string; name: string; command: string }, key?: string): Promise<number>;
  /** Repeats a request until the answer is 200, and returns that answer. */
  ask<T>(path: string, method?: "GET" | "POST"): Promise<T>;
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
      if (answer?.status === 200) return (await answer.json()) as T;
      if (answer) throw new Error(`${path} is answered ${answer.status}: ${await answer.text()}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  return {
    submit: async ({ slug, name, command }, idempotencyKey) => {
      const body = new URLSearchParams({ job_name: name, command });
      const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
      const path = `/api/scripts/v1/${slug}/submit/`;
      const answered = await insist<{ valid: boolean; job_id: number }>(path, () => ({
        method: "POST",
        body,
        headers: headers as Record<string, string>,
      }));
      if (!answered.valid) throw new Error(`${name} was refused: ${JSON.stringify(answered)}`);
      return answered.job_id;
    },
    ask: (path, method = "GET") => insist(path, () => ({ method })),
    failures: () => failures,
  };
}
