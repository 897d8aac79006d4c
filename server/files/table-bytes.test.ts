import { describe, expect, test } from "vitest";
import { findTableFormat, readTableBytes } from "./table-bytes";

/** The rows of a table, read in two parts where the first one ends within a row. */
function readInParts(bytes: Buffer): string[][] {
  const format = findTableFormat(bytes);
  const body = bytes.subarray(format.firstByte);
  const cut = body.length - 3 - (body.length % 2);
  const first = readTableBytes(body.subarray(0, cut), format, { rowsMax: 10, isLast: false });
  const rest = readTableBytes(body.subarray(first.used), format, { rowsMax: 10, isLast: true });
  return [...first.rows, ...rest.rows];
}

const text = 'name;größe\n"a; ""b""";1,5\nlast;2,25\n';
const rows = [
  ["name", "größe"],
  ['a; "b"', "1,5"],
  ["last", "2,25"],
];

describe("a table", () => {
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["Latin-1", Buffer.from(text, "latin1")],
    ["UTF-16, little endian", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16, big endian", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["UTF-16 without a mark", Buffer.from(text, "utf16le")],
  ])("in %s", (_, bytes) => expect(readInParts(bytes)).toEqual(rows));

  test("in Windows-1252 has its quotes and its euro sign", () => {
    const bytes = Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x80, 0x2c, 0x93, 0x0a]);
    expect(readInParts(bytes)[1]).toEqual(["€", "“"]);
  });
});
