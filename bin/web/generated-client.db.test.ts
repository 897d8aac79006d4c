import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { aParameter, aScript, aUser, bearer } from "@/db/testing/factories";
import { aSubcommand } from "@/db/testing/jobs";
import { projectRoot } from "@/server/root";
import { aRunningWorker, stopWorkers } from "@/server/runner/testing/running";
import { makeApiServer } from "./testing/api-server";
import { listening } from "./testing/listening";

afterEach(stopWorkers);
const origin = listening(makeApiServer());

const source = `
import argparse, pathlib
parser = argparse.ArgumentParser()
count = parser.add_subparsers(dest="command", required=True).add_parser("count")
count.add_argument("files", nargs="+", type=argparse.FileType("r"))
words = [word for file in parser.parse_args().files for word in file.read().split()]
print(len(words), "words")
pathlib.Path("words.tsv").write_text("".join(f"{word}\\t{words.count(word)}\\n" for word in sorted(set(words))))
`;

// That it fits the types of the API's document is compiled in e2e/openapi.spec.ts.
test("a client that knows only the address and a key gets from a file to its result", async () => {
  const files = aParameter("files", { kind: "positional", format: "file", mode: "r", nargs: "+" });
  const script = { name: "Text tools", description: "Count the words of files.", source };
  const { slug } = await aScript({ ...script, spec: aSubcommand("count", [files]) });
  await aRunningWorker();
  const { authorization = "" } = await bearer(await aUser());
  // It imports types that are generated for that test.
  const client: string = path.join(projectRoot(), "e2e/generated-client/run-script.ts");
  const { runScript } = await import(/* @vite-ignore */ client);
  expect(await runScript(origin(), authorization.replace("Bearer ", ""))).toEqual({
    slug,
    hasSchema: true,
    status: "completed",
    exitCode: 0,
    output: "4 words\n",
    content: "fish\t2\none\t1\ntwo\t1\n",
    isComplete: true,
    missing: 404,
  });
});
