// Runs after `npm install`. postgres.js 3.4.9 may write to a connection that has just been closed: from a timer, so that
// nobody can catch it, and the whole process ends whenever PostgreSQL is killed. It also leaves a closed connection's
// write timer set, after which that connection never sends again (its issues 1154, 1208 and 1066; unfixed as of 3.4.9).
// A query that is sent between a connection's error and its close is never answered. And a transaction whose connection
// is lost sends its ROLLBACK into that connection's next life, where every later answer then goes to the wrong query.
// What was left of a lost query (its error, its rows) is taken for the next one's. A BEGIN that is the last
// query a connection takes does not get that connection: it fails with UNSAFE_TRANSACTION, and others' queries go on in
// the transaction it has opened.
// And where the types of a new connection cannot be read, a promise is rejected that nobody can catch.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const patched = "3.4.9";
const connectionChanges = [
  [
    "  function nextWrite(fn) {\n",
    "  function nextWrite(fn) {\n    if (socket === null) {\n      chunk = nextWriteTimer = null\n" +
      "      error(Errors.connection('CONNECTION_CLOSED', options, socket))\n      return false\n    }\n",
  ],
  ["    clearImmediate(nextWriteTimer)\n", "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n"],
  ["    !hadError && (query || sent.length) && error(", "    ;(query || sent.length) && error("],
  [
    "    if (initial)\n      return reconnect()\n",
    "    rows = 0\n    result = new Result()\n    results = errorResponse = null\n    if (initial) {\n      query = null\n" +
      "      return reconnect()\n    }\n",
  ],
  ["    closedTime = performance.now()\n", "    query = null\n    closedTime = performance.now()\n"],
  [
    "      return write(toBuffer(q))\n        && !q.describeFirst",
    "      const isWritten = write(toBuffer(q))\n      if (q.options.onexecute)\n        return q.options.onexecute(connection)\n" +
      "      return isWritten\n        && !q.describeFirst",
  ],
  ["    `], [], execute)\n    types.forEach(", "    `], [], execute).catch(() => [])\n    types.forEach("],
];
const transactionChanges = [
  [
    "new Promise((_, reject) => connection.onclose = reject)",
    "new Promise((_, reject) => connection.onclose = e => (lost = e, reject(e)))",
  ],
  ["      , prepare = null\n\n    try {", "      , prepare = null\n      , lost = null\n\n    try {"],
  [
    "        q.catch(e => uncaughtError || (uncaughtError = e))\n",
    "        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (lost) return q.reject(lost)\n",
  ],
];

const folder = path.dirname(path.dirname(fileURLToPath(import.meta.resolve("postgres"))));
const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
if (version !== patched) {
  throw new Error(
    `postgres ${version} is installed, and bin/build/patch-postgres.mjs is for ${patched}: is it still needed?`,
  );
}
for (const [name, changes] of [
  ["src/connection.js", connectionChanges],
  ["cjs/src/connection.js", connectionChanges],
  ["src/index.js", transactionChanges],
  ["cjs/src/index.js", transactionChanges],
]) {
  const file = path.join(folder, name);
  const before = fs.readFileSync(file, "utf8");
  let after = before;
  for (const [from, to] of changes) {
    if (after.includes(to)) continue;
    if (!after.includes(from)) throw new Error(`${file} is not the file bin/build/patch-postgres.mjs was written for`);
    after = after.replaceAll(from, to);
  }
  if (after !== before) fs.writeFileSync(file, after);
}
