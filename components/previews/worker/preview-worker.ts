import { PreviewProblem } from "../read/problem";
import { openRemoteFile } from "../read/ranged-file";
import type { Answer, Call } from "./protocol";
import { PreviewSession } from "./session";

// Reads an uploaded or written file apart from the page, which ends this worker if it takes too long. Nothing of the
// file is run.

const session = new PreviewSession();
// To no call: the page learns that this code has arrived.
send({ id: 0, progress: 0 });

addEventListener("message", ({ data }: MessageEvent<Call>) => {
  void answer(data);
});

async function answer(call: Call): Promise<void> {
  try {
    send({ id: call.id, result: await perform(call) });
  } catch (error) {
    if (!(error instanceof PreviewProblem)) console.error(error);
    send({ id: call.id, problem: error instanceof PreviewProblem ? error.code : "damaged" });
  }
}

function perform(call: Call) {
  switch (call.name) {
    case "open":
      return session.open(openRemoteFile(call.request.url, call.request.sizeBytes), call.request);
    case "nextRows":
      return session.nextRows(call.request.table);
    case "summarize":
      return session.summarize(call.request.table, (progress) => send({ id: call.id, progress }));
  }
}

function send(message: Answer): void {
  postMessage(message);
}
