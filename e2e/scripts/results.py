"""Writes what the pages of results show: many files in folders, a report, and metrics."""
import argparse
import json
import os

parser = argparse.ArgumentParser(description="Writes files in folders, a report and metrics.")
parser.add_argument("--samples", type=int, default=12)
parser.add_argument("--label", default="control")
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()

for n in range(1, args.samples + 1):
    os.makedirs(f"samples/S{n}", exist_ok=True)
    with open(f"samples/S{n}/counts.csv", "w") as file:
        file.write("gene,reads,length\n" + "".join(f"G{i},{i * n},{i}\n" for i in range(n * 3)))
    with open(f"samples/S{n}/notes.txt", "w") as file:
        file.write(f"Sample {n} of {args.label}\n")
with open("metrics.json", "w") as file:
    json.dump({"train": {"loss": 0.25}, "<b>genome</b>": "hg38"}, file)
print("::metric accuracy=0.5")
print("::metric accuracy=0.9312345")
print("::metric samples=" + str(args.samples))
with open("report.html", "w") as file:
    file.write("""<!doctype html><html><head><title>Report</title>
<script charset="utf-8" src="https://cdn.plot.ly/plotly-2.35.2.min.js" integrity="sha256-x=" crossorigin="anonymous"></script>
<script src="https://charts.invalid/charts.js"></script></head>
<body><h1>Report</h1><div id="plot"></div><p id="stored"></p><script>
localStorage.setItem("view", "wide");
document.getElementById("stored").textContent = "Stored " + localStorage.getItem("view");
Plotly.newPlot("plot", [{ x: [1, 2, 3], y: [2, 6, 3] }], { title: { text: "Reads per sample" } });
</script></body></html>""")
