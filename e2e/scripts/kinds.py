import argparse, base64, gzip, io, json, os, struct, tarfile, zipfile, zlib

parser = argparse.ArgumentParser(description="Writes a file of each kind that is shown, or a hostile one of each.")
parser.add_argument("--folder", choices=["tables", "report", "hostile"], default="tables")
folder = parser.parse_args().folder
os.makedirs(folder)


def write(path, content):
    if path.startswith(f"{folder}/"):
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())


def png(width, height):
    rows = b"".join(b"\x00" + b"\x20\x80\x80" * width for _ in range(min(height, 40)))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def workbook(cell, extra=None):
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = '<c r="A1" t="inlineStr"><is><t>gene</t></is></c><c r="B1" t="inlineStr"><is><t>reads</t></is></c>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Counts" sheetId="1" r:id="r1"/><sheet name="Notes" sheetId="2" r:id="r2"/></sheets></workbook>')
        links = "".join(f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2))
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>')
        file.writestr("xl/worksheets/sheet1.xml", f'<worksheet {main}><sheetData><row r="1">{text}</row><row r="2"><c r="A2" t="str"><v>BRCA2</v></c><c r="{cell}"><v>42</v></c></row></sheetData></worksheet>')
        file.writestr("xl/worksheets/sheet2.xml", f'<worksheet {main}><sheetData><row r="1"><c r="A1" t="str"><v>remark</v></c></row></sheetData></worksheet>')
        if extra:
            file.writestr("xl/extra.xml", extra)
    return buffer.getvalue()


rows = "".join(f"S{n:04d};{n % 97};{n / 7:.3f};{'case' if n % 3 else 'control'}\n".replace(".", ",") for n in range(3000))
write("tables/decimal-comma.csv", ("Probe;Anzahl;Größe;Gruppe\n" + rows).encode("latin-1"))
write("tables/wide.csv", "name\tvalue\nmü\t1\n".encode("utf-16"))
write("tables/packed.tsv.gz", gzip.compress(b"a\tb\n1\t2\n"))
write("tables/book.xlsx", workbook("B2"))
write("tables/columns.parquet", base64.b64decode("UEFSMRUEFVQVSEwVDhUAAAAqFAIAAABTMAUGADEFBgAyBQYAMwUGMDQCAAAAUzUCAAAAUzYVBhXuARVMXBXYBBUAFdgEFRAVBhUAAADYBAF0XANNiMYa0VgjGmtEY41orBGNNaKxRjTWiP4VAGYVAAQLABUEFbABFbYBTBUsFQAAAFjwVwAAAAABAAAABAAAAAkAAAAQAAAAGQAAACQAAAAxAAAADgAAAB8AAAAVAAAALAAAABMAAAAuAAAABgAAACcAAAAYAAAACwAAACkAAAAiAAAAHQAAABoAAAAVBhWGAxWeAlwV2AQVABXYBBUQFQYVAAAA2AQBwAHwgQVNIIhBijkoAbVYK+7BCOSktVQ6JYjwudLYUiChYwoZIoAgBinmoATUYq24ByOQk9ZS6ZQgwudKY0uBhI4pZIgAghikmIMSUIu14h6MQE5aS6VTggifK40tBRI6ppAhAghikGIOSkAt1op7MAI5aS2VTgkifK40thRI6JhChgggiEHufQAEAAAVBBk8SARyb290FQQAFQwlAhgGc2FtcGxlJQAAFQIlAhgFZGVwdGgAFtgEGRwZLCYIHBUMGSUAEBkYBnNhbXBsZRUCFtgEFowDFt4BJmomCAAAJuYBHBUCGSUAEBkYBWRlcHRoFQIW2AQWhgUWpAQmugMm5gEAABaSCBbYBDaCBgAoCWh5cGFycXVldBksHAAAHAAAAJUAAABQQVIx"))
write("tables/calls.vcf", "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNA00001\n20\t14370\trs6054257\tG\tA\t29\tPASS\tNS=3\tGT\t0|0\n")
write("tables/peaks.bed", "track name=peaks\nchr7\t127471196\t127472363\tPos1\t0\t+\n")
write("tables/genes.gff3", '##gff-version 3\nctg123\t.\tgene\t1000\t9000\t.\t+\t.\tID=gene00001;Name="EDEN"\n')
write("tables/reads.sam", "@HD\tVN:1.6\nr001\t99\tref\t7\t30\t8M\t=\t37\t39\tTTAGATAA\t********\tNM:i:1\n")

picture = base64.b64encode(png(60, 40)).decode()
write("report/analysis.ipynb", json.dumps({"nbformat": 4, "metadata": {"language_info": {"file_extension": ".py"}}, "cells": [
    {"cell_type": "markdown", "source": "# Analysis\n\nOf *all* samples."},
    {"cell_type": "code", "execution_count": 1, "source": "import pandas as pd\npd.DataFrame({'a': [1]})", "outputs": [
        {"output_type": "stream", "name": "stdout", "text": "\u001b[32mdone\u001b[0m\n"},
        {"output_type": "execute_result", "data": {"text/html": "<table><thead><tr><th></th><th>a</th></tr></thead><tr><th>0</th><td>1</td></tr></table>", "text/plain": "a"}},
        {"output_type": "display_data", "data": {"image/png": picture, "text/plain": "<Figure>"}},
        {"output_type": "error", "ename": "ValueError", "evalue": "bad", "traceback": ["ValueError: bad"]}]}]}))
write("report/heat map.png", png(60, 40))
write("report/summary.md", "# Summary\n\n![The heat map](heat%20map.png) ![Elsewhere](https://example.org/a.png)\n\n- [x] aligned\n- [ ] published\n")
write("report/figure.json", '{"data":[{"type":"scatter","mode":"markers","x":[1,2],"y":[3,4],"name":"</script>"}],"layout":{"title":{"text":"Depth"}}}')
write("report/config.toml", '[run]\nname = "a"  # of the run\n')
write("report/config.yaml", "run:\n  name: a # of the run\n")
write("report/change.patch", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n")
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    archive.writestr("folder/inside.txt", "hello")
write("report/all.zip", buffer.getvalue())
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
    entry = tarfile.TarInfo("folder/deep.txt")
    entry.size = 5
    archive.addfile(entry, io.BytesIO(b"hello"))
write("report/all.tar.gz", buffer.getvalue())

write("hostile/corner.xlsx", workbook("XFD1048576"))
write("hostile/bomb.xlsx", workbook("B2", bytes(80_000_000)))
write("hostile/lying.parquet", b"PAR1" + bytes([0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]) + bytes([7, 0, 0, 0]) + b"PAR1")
write("hostile/endless.vcf", b"a" * 9_000_000)
write("hostile/broken.zip", b"PK\x03\x04" + bytes(100))
write("hostile/broken.tar.gz", gzip.compress(b"no archive" * 100))
write("hostile/broken.ipynb", '{"cells": [' + "[" * 100_000)
write("hostile/script.ipynb", json.dumps({"nbformat": 4, "cells": [
    {"cell_type": "markdown", "source": "<img src=x onerror=\"document.title='owned'\"> [link](javascript:document.title='owned')"},
    {"cell_type": "code", "source": "", "outputs": [{"output_type": "display_data", "data": {"text/html": "<script>document.title='owned'</script>", "application/javascript": "document.title='owned'"}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='owned'</script></svg>"}},
        {"output_type": "display_data", "data": {"image/png": base64.b64encode(png(60000, 60000)[:200]).decode(), "text/plain": "too many pixels"}}]}]}))
write("hostile/columns.csv", b"a," * 1_000_000 + b"b\n1\n")
print("wrote files")
