#!/usr/bin/env python3
"""Translate DNA sequences (FASTA) into proteins, or describe them."""
import argparse

BASES = "TCAG"
AMINO_ACIDS = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = dict(zip((a + b + c for a in BASES for b in BASES for c in BASES), AMINO_ACIDS))
SAMPLE = ">sample haemoglobin, first exon\nATGGTGCACCTGACTCCTGAGGAGAAGTCTGCCGTTACTGCCCTGTGGGGCAAGGTG\n"


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--fasta", type=argparse.FileType("r"), help="a FASTA file")
    source.add_argument("--sequence", help="one sequence, typed in")
    parser.add_argument("--frame", choices=["+1", "+2", "+3"], default="+1", help="where the first codon begins")
    parser.add_argument("--output", default="proteins.fasta", type=argparse.FileType("w"), help="name of the result")
    return parser.parse_args()


def records(text):
    name, parts = None, []
    for line in text.splitlines():
        if line.startswith(">"):
            if name is not None:
                yield name, "".join(parts)
            name, parts = line[1:].strip() or "unnamed", []
        elif line.strip():
            name = "sequence" if name is None else name
            parts.append(line.strip().upper().replace("U", "T"))
    if name is not None:
        yield name, "".join(parts)


def translate(sequence, frame):
    begin = int(frame) - 1
    return "".join(CODONS.get(sequence[at : at + 3], "X") for at in range(begin, len(sequence) - 2, 3))


def main():
    args = parse_arguments()
    text = args.fasta.read() if args.fasta else args.sequence or SAMPLE
    for name, sequence in records(text):
        protein = translate(sequence, args.frame)
        share = sum(sequence.count(base) for base in "GC") / max(len(sequence), 1)
        args.output.write(f">{name}\n{protein}\n")
        print(f"{name}: {len(sequence)} bases, {share:.0%} GC, {len(protein)} amino acids")
        print(f"  {protein[:60]}{'…' if len(protein) > 60 else ''}")


if __name__ == "__main__":
    main()
