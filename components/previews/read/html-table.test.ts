import { expect, test } from "vitest";
import { readHtmlTable } from "./html-table";

const pandas = `<div><style scoped>.dataframe tbody tr th { color: red }</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>a</th><th>b &lt;x&gt;</th></tr></thead>
<tbody><tr><th>0</th><td>1</td><td>caf&#233; &amp; <b>bar</b></td></tr><tr><th>1</th><td>2</td><td><script>alert(1)</script></td></tr></tbody>
</table><p>2 rows × 2 columns</p></div>`;

test("reads the table that pandas writes, as text", () => {
  expect(readHtmlTable(pandas)).toEqual({
    header: ["", "a", "b <x>"],
    rows: [
      ["0", "1", "café & bar"],
      ["1", "2", "alert(1)"],
    ],
  });
});

test("takes the names of the index from the second row of the header", () => {
  const html =
    "<table><thead><tr><th></th><th>n</th></tr><tr><th>key</th><th></th></tr></thead><tr><th>k</th><td>1</td></tr></table>";
  expect(readHtmlTable(html)).toEqual({ header: ["key", "n"], rows: [["k", "1"]] });
});

test("finds no table in other HTML, and reads a limited number of rows", () => {
  expect(readHtmlTable("<p>tablet</p>")).toBeNull();
  expect(readHtmlTable(`<table>${"<tr><td>1</td></tr>".repeat(1_000)}</table>`)?.rows).toHaveLength(200);
  expect(readHtmlTable(`<table><tr>${"<td".repeat(200_000)}`)).toBeNull();
});
