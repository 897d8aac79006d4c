#!/usr/bin/env python3
"""Summarise the columns of a table: count, smallest, largest, mean and spread."""
import argparse
import csv
import io
import statistics

SAMPLE = """city,country,population,area_km2,founded
Amsterdam,NL,921402,219.3,1275
Bergen,NO,291940,464.7,1070
Coimbra,PT,140796,319.4,27
Dundee,GB,148210,67.0,1191
Essen,DE,584580,210.3,845
Florence,IT,361619,102.4,-59
Ghent,BE,267709,156.2,630
"""


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", nargs="?", type=argparse.FileType("r"), help="a CSV or TSV file; a sample when left out")
    parser.add_argument("--delimiter", choices=["auto", "comma", "tab", "semicolon"], default="auto")
    parser.add_argument("--columns", nargs="*", metavar="NAME", help="only these columns")
    parser.add_argument("--output", default="summary.csv", type=argparse.FileType("w"), help="name of the summary")
    return parser.parse_args()


def read_table(file, delimiter):
    text = file.read() if file else SAMPLE
    named = {"comma": ",", "tab": "\t", "semicolon": ";"}
    separator = named.get(delimiter) or csv.Sniffer().sniff(text[:4096], ",\t;").delimiter
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def summarise(name, cells):
    given = [cell for cell in cells if cell not in (None, "")]
    try:
        numbers = [float(cell) for cell in given]
    except ValueError:
        return {"column": name, "kind": "text", "count": len(given), "distinct": len(set(given))}
    return {
        "column": name,
        "kind": "number",
        "count": len(numbers),
        "distinct": len(set(numbers)),
        "min": min(numbers, default=""),
        "max": max(numbers, default=""),
        "mean": round(statistics.fmean(numbers), 3) if numbers else "",
        "stdev": round(statistics.stdev(numbers), 3) if len(numbers) > 1 else "",
    }


def main():
    args = parse_arguments()
    rows = read_table(args.table, args.delimiter)
    if not rows:
        raise SystemExit("The table has no rows.")
    names = args.columns or list(rows[0])
    missing = [name for name in names if name not in rows[0]]
    if missing:
        raise SystemExit(f"No such column: {', '.join(missing)}. There are: {', '.join(rows[0])}.")
    writer = csv.DictWriter(args.output, ["column", "kind", "count", "distinct", "min", "max", "mean", "stdev"])
    writer.writeheader()
    for name in names:
        summary = summarise(name, [row[name] for row in rows])
        writer.writerow(summary)
        print("  ".join(f"{key}={value}" for key, value in summary.items()))
    print(f"{len(rows)} rows, {len(names)} columns summarised in {args.output.name}")


if __name__ == "__main__":
    main()
