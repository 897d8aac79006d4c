import { describe, expect, test } from "vitest";
import { memoryFile } from "../testing/memory-file";
import { readNotebook } from "./notebook";

const png = (side: string) =>
  Buffer.from(`89504e470d0a1a0a0000000d49484452${side}${side}0806000000`, "hex").toString("base64");

const outputOf = async (output: unknown) => {
  const cells = [{ cell_type: "code", source: "", outputs: [output] }];
  const { cells: read } = await readNotebook(memoryFile(JSON.stringify({ cells })));
  return read[0]?.outputs;
};
const dataOf = (data: unknown) => outputOf({ output_type: "display_data", data });

describe("readNotebook", () => {
  test("reads cells, their sources, attachments and the language", async () => {
    const notebook = {
      metadata: { language_info: { file_extension: ".r" } },
      cells: [
        {
          cell_type: "markdown",
          source: ["# A\n", "![](attachment:a.png)"],
          attachments: { "a.png": { "image/png": png("00000010") } },
        },
        { cell_type: "code", source: "x <- 1", execution_count: 3, outputs: [] },
        { cell_type: "raw", source: "raw" },
      ],
    };
    const read = await readNotebook(memoryFile(JSON.stringify(notebook)));
    expect(read.extension).toBe(".r");
    expect(read.cells.map(({ kind, source, executionCount }) => [kind, source, executionCount])).toEqual([
      ["markdown", "# A\n![](attachment:a.png)", null],
      ["code", "x <- 1", 3],
      ["raw", "raw", null],
    ]);
    expect(Object.keys(read.cells[0]?.attachments ?? {})).toEqual(["a.png"]);
  });

  test("reads streams and errors", async () => {
    expect(await outputOf({ output_type: "stream", name: "stdout", text: ["a\n", "b"] })).toEqual([
      { kind: "text", text: "a\nb" },
    ]);
    expect(
      await outputOf({ output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[31mE\u001b[0m", "v"] }),
    ).toEqual([{ kind: "error", text: "\u001b[31mE\u001b[0m\nv" }]);
  });

  test("chooses the representation that shows most and is safe", async () => {
    const image = { "image/png": png("00000010"), "text/plain": "<Figure>" };
    expect(await dataOf(image)).toEqual([{ kind: "image", src: `data:image/png;base64,${png("00000010")}` }]);
    expect(await dataOf({ "text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "t" })).toEqual([
      { kind: "table", table: { header: [], rows: [["1"]] } },
    ]);
    expect(await dataOf({ "text/html": "<script>alert(1)</script>", "text/plain": "plain" })).toEqual([
      { kind: "text", text: "plain" },
    ]);
    expect(await dataOf({ "image/svg+xml": "<svg/>" })).toEqual([
      { kind: "image", src: "data:image/svg+xml,%3Csvg%2F%3E" },
    ]);
  });

  test("replaces a picture with too many pixels by its text", async () => {
    expect(await dataOf({ "image/png": png("0000c350"), "text/plain": "<Figure>" })).toEqual([
      { kind: "text", text: "<Figure>" },
    ]);
  });

  test("limits cells, outputs and texts", async () => {
    const cells = Array.from({ length: 2_000 }, () => ({ cell_type: "raw", source: "" }));
    expect(await readNotebook(memoryFile(JSON.stringify({ cells })))).toMatchObject({
      hasMore: true,
      cells: { length: 1_000 },
    });
    const [output] = (await dataOf({ "text/plain": "a".repeat(200_000) })) ?? [];
    expect(output?.kind === "text" && output.text.length).toBe(100_001);
  });

  test("survives anything in place of what it expects", async () => {
    const cells = [
      null,
      1,
      "x",
      [],
      { cell_type: 5, source: { a: 1 }, outputs: [null, { output_type: "error", traceback: 3 }], attachments: "x" },
    ];
    expect((await readNotebook(memoryFile(JSON.stringify({ cells, metadata: [] })))).cells).toHaveLength(5);
    const deep = `{"cells":[{"cell_type":"raw","source":${"[".repeat(200_000)}${"]".repeat(200_000)}}]}`;
    await expect(readNotebook(memoryFile(deep)).catch((error) => Promise.reject(error.code))).resolves.toBeDefined();
  });

  test("refuses other files and other versions", async () => {
    await expect(readNotebook(memoryFile("no JSON"))).rejects.toMatchObject({ code: "damaged" });
    await expect(readNotebook(memoryFile("[]"))).rejects.toMatchObject({ code: "damaged" });
    await expect(readNotebook(memoryFile('{"worksheets": []}'))).rejects.toMatchObject({ code: "unsupported" });
    await expect(readNotebook({ ...memoryFile("{}"), sizeBytes: 1e9 })).rejects.toMatchObject({ code: "tooLarge" });
  });
});
