import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { allRows, memoryFile } from "../testing/memory-file";
import { openWorkbook } from "./workbook";

const xmlns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook with these sheets; a sheet is the XML of its rows. */
function aWorkbook(sheets: Record<string, string>, others: Record<string, Uint8Array> = {}): Uint8Array {
  const names = Object.keys(sheets);
  const list = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const links = names.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const styles = `<styleSheet ${xmlns}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`;
  const strings = `<sst ${xmlns}><si><t>name</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si></sst>`;
  const files = {
    "xl/workbook.xml": `<workbook ${xmlns} xmlns:r="${relations}"><workbookPr/><sheets>${list.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links.join("")}<Relationship Id="s" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="t" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/styles.xml": styles,
    "xl/sharedStrings.xml": strings,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet ${xmlns}>${sheets[name]}</worksheet>`,
      ]),
    ),
  };
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync({ ...Object.fromEntries(entries), ...others });
}

const sheet = `<dimension ref="A1:C2"/><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>n</t></is></c><c r="C1" t="s"><v>1</v></c></row>
<row r="2"><c r="A2" t="str"><f>1+1</f><v>x &lt;y&gt;</v></c><c r="B2"><v>1.5</v></c><c r="C2" s="1"><v>45351</v></c></row></sheetData>`;

const cell = (address: string) => `<sheetData><row><c r="${address}"><v>1</v></c></row></sheetData>`;

describe("openWorkbook", () => {
  test("reads the stored values of all sheets", async () => {
    const sheets = await openWorkbook(memoryFile(aWorkbook({ First: sheet, Größe: cell("B2") })));
    expect(sheets.map(({ name }) => name)).toEqual(["First", "Größe"]);
    const [first] = sheets;
    expect(first?.table.columns).toEqual(["name", "n", "rich"]);
    expect(await allRows(first!.table)).toEqual([["x <y>", "1.5", "2024-02-29"]]);
  });

  test("ignores the extent that a sheet claims", async () => {
    const claimed = `<dimension ref="A1:XFD1048576"/>${cell("A1")}`;
    const [only] = await openWorkbook(memoryFile(aWorkbook({ a: claimed })));
    expect(only?.table.columns).toEqual(["1"]);
  });

  test.each([
    ["a cell in the last place", aWorkbook({ a: cell("XFD1048576") }), "tooMuchUnpacked"],
    ["a million columns", aWorkbook({ a: cell("ZZZZ1") }), "damaged"],
    ["an address with a character reference", aWorkbook({ a: cell("&#88;FD1048576") }), "damaged"],
    ["a bomb", aWorkbook({ a: sheet }, { "xl/bomb.xml": new Uint8Array(80_000_000) }), "tooMuchUnpacked"],
    ["no sheets", zipSync({ "a.txt": strToU8("a") }), "damaged"],
    ["no archive", strToU8("a,b"), "damaged"],
  ])("refuses %s", async (_, bytes, code) => {
    await expect(openWorkbook(memoryFile(bytes))).rejects.toMatchObject({ code });
  });

  test("refuses a file that is too large without loading it", async () => {
    const file = { ...memoryFile("a"), sizeBytes: 1e9 };
    await expect(openWorkbook(file)).rejects.toMatchObject({ code: "tooLarge" });
  });
});
