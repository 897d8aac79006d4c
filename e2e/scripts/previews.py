import argparse, json, random
argparse.ArgumentParser(description="Writes a file of each kind that is shown in place.").parse_args()
random.seed(1)
with open("table.csv","w") as f:
    f.write("sample,reads,quality,note\n")
    for i in range(5000): f.write(f"S{i:04d},{random.randint(1000,99999)},{random.random():.3f},{random.choice(['fine','low depth',''])}\n")
json.dump({"name":"run","steps":[{"id":i,"ok":i%3>0,"score":i/7} for i in range(20)],"none":None}, open("data.json","w"))
open("fit.py","w").write("import math\n\n\ndef area(radius: float) -> float:\n    # of a circle\n    return math.pi * radius ** 2\n\nprint(f'{area(2)!r}')\n")
objs=["<< /Type /Catalog /Pages 2 0 R >>","<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>","<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",None,"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>","<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"]
st="BT /F1 24 Tf 40 100 Td (Report of a run) Tj ET"
objs[3]=f"<< /Length {len(st)} >>\nstream\n{st}\nendstream"
out=b"%PDF-1.4\n"; offs=[]
for n,o in enumerate(objs,1):
    offs.append(len(out)); out+=f"{n} 0 obj\n{o}\nendobj\n".encode()
x=len(out); out+=f"xref\n0 {len(objs)+1}\n0000000000 65535 f \n".encode()+b"".join(f"{o:010d} 00000 n \n".encode() for o in offs)+f"trailer << /Size {len(objs)+1} /Root 1 0 R >>\nstartxref\n{x}\n%%EOF".encode()
open("report.pdf","wb").write(out)
print("wrote files")
for name, colour in (("a.ppm", b"\xc0\x20\x20"), ("b.ppm", b"\x20\x20\xc0")):
    import struct, zlib
    rows = b"".join(b"\x00" + colour * 60 for _ in range(40))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", 60, 40, 8, 2, 0, 0, 0)
    with open(name.replace("ppm", "png"), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
