"""Writes what could harm a page: escapes, endless lines, names, and files that would like to run."""
import argparse
import os
import sys

parser = argparse.ArgumentParser(description="Writes what could harm a page.")
parser.parse_args()

say = sys.stdout.buffer.write
say(b"plain first line\n")
say(b"\x1b[31mred\x1b[0m \x1b[1;38;5;201mpink\x1b[0m \x1b[48;2;1;2;3mback\x1b[0m\n")
say(b"\x1b]0;a title\x07\x1b]8;;javascript:hacked()\x07click\x1b]8;;\x07\x1b[2J\x1b[H\x1b[999;999H\x1b[?1049h\x9b31m\n")
say(b"<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>\n")
say("right to left \u202Egnp.exe \u2066isolated\n".encode())
say(b"\xff\xfe\x00 not UTF-8 \xc3\n")
say(b"progress 1\rprogress 2\rprogress 3\n")
say(b"x" * 1_000_000 + b"\n")
say(b"last line\n")
sys.stdout.flush()
sys.stderr.write("an error <b>in bold</b>\n")

attack = "<script>parent.document.title='hacked';document.title='hacked'</script><a href='#' onclick=\"top.document.title='hacked'\">press</a>"
files = {
    "<img src=x onerror=document.title='hacked'>.txt": "text",
    "evil\u202Etxt.exe": "text",
    "two\nlines.txt": "text",
    "'\"&quoted.txt": "text",
    "long " + "n" * 240 + ".txt": "text",
    "page.html": f"<!doctype html><h1>A page</h1>{attack}",
    "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40" onload="top.document.title=1">'
    "<rect width='90' height='40' fill='teal'/><script>top.document.title='hacked'</script></svg>",
    "formulas.csv": 'name,value\n=HYPERLINK("http://evil.invalid"),=1+1\n@SUM(1),"<img src=x onerror=document.title=1>"\n\u202Ereversed,3\n',
    "notes.md": f"# Notes\n\n[a link](javascript:document.title='hacked') ![p](http://evil.invalid/p.png)\n\n{attack}\n\n" + "w" * 3000 + "\n",
    "data.json": '{"__proto__": {"x": 1}, "<img src=x onerror=1>": "<script>document.title=1</script>", "long": "' + "y" * 2000 + '"}',
    "source.py": "# </span><script>document.title='hacked'</script>\nprint('<b>')\n",
    "not-a-picture.png": attack,
}
for name, text in files.items():
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
