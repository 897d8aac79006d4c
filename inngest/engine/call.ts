import type { Engine, Run } from "./context";
import { type CallAnswer, type CallBody, outputBytesMax, type StepResult } from "./protocol";
import type { Item } from "./queue";
import { engineUrl } from "./registry";

/** The results of finished steps by the id of the step. */
export type StepResults = Record<string, StepResult>;

/** Calls the run's function through the SDK's handler, with the results of all finished steps. Never throws. */
export async function callFunction(
  engine: Engine,
  item: Item,
  { run, steps }: { run: Run; steps: StepResults },
): Promise<CallAnswer> {
  const body: CallBody = {
    event: run.event,
    events: [run.event],
    steps,
    version: 2,
    use_api: false,
    ctx: {
      run_id: run.id,
      attempt: item.attempt,
      max_attempts: item.attemptsMax,
      disable_immediate_execution: run.forcePlan,
      use_api: false,
      stack: { stack: run.stack, current: run.stack.length },
    },
  };
  const query = `?fnId=${encodeURIComponent(run.functionId)}&stepId=${encodeURIComponent(item.stepId)}`;
  try {
    const response = await engine.handler(
      new Request(engineUrl + query, {
        method: "POST",
        headers: {
          host: new URL(engineUrl).host,
          "content-type": "application/json",
          "x-inngest-req-version": "2",
          "x-run-id": run.id,
        },
        body: JSON.stringify(body),
      }),
    );
    const text = await response.text();
    if (text.length > outputBytesMax) return tooLarge;
    return {
      status: response.status,
      body: parseBody(text),
      isFinal: response.headers.get("x-inngest-no-retry") === "true",
      retryAfter: response.headers.get("retry-after"),
    };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { status: 500, body: { name, message }, isFinal: false, retryAfter: null };
  }
}

const tooLarge: CallAnswer = {
  status: 400,
  body: { name: "Error", message: `A step or function returned more than ${outputBytesMax} bytes` },
  isFinal: true,
  retryAfter: null,
};

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
