#!/usr/bin/env python3
"""Make a calendar of a month as text, as a web page and as a table."""
import argparse
import calendar
import csv
import datetime
import pathlib


def parse_arguments():
    today = datetime.date.today()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--year", type=int, default=today.year, help="such as 2027 (this year when left alone)")
    parser.add_argument("--month", type=int, choices=range(1, 13), default=today.month, metavar="1-12")
    parser.add_argument("--sunday-first", action="store_true", help="begin weeks on Sunday instead of Monday")
    parser.add_argument("--formats", nargs="+", choices=["text", "html", "csv"], default=["text", "html", "csv"])
    return parser.parse_args()


def main():
    args = parse_arguments()
    first = calendar.SUNDAY if args.sunday_first else calendar.MONDAY
    name = f"calendar-{args.year}-{args.month:02}"
    text = calendar.TextCalendar(first).formatmonth(args.year, args.month)
    print(text)
    if "text" in args.formats:
        pathlib.Path(f"{name}.txt").write_text(text)
    if "html" in args.formats:
        page = calendar.HTMLCalendar(first).formatmonth(args.year, args.month)
        pathlib.Path(f"{name}.html").write_text(f"<!doctype html><meta charset=utf-8><title>{name}</title>{page}")
    if "csv" in args.formats:
        with open(f"{name}.csv", "w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["date", "weekday", "week"])
            for day in calendar.Calendar(first).itermonthdates(args.year, args.month):
                if day.month == args.month:
                    rows.writerow([day.isoformat(), day.strftime("%A"), day.isocalendar()[1]])


if __name__ == "__main__":
    main()
