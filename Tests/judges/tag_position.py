#!/usr/bin/env python3
"""Tells how far a signature stands from where its tag says, by mutool's own idea of text and its picture of the page.

usage: tag_position.py ORIGINAL SIGNED --tag TEXT --size WIDTH,HEIGHT [--occurrence N] [--anchor CORNER]

The characters of the original come from mutool's structured text; the box is what differs between the pictures of the
two files. Prints JSON: the page, and by how many points left, top, width and height differ from what they should be.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

DPI = 144
# Of Helvetica, which the fixtures are set in: how far letters reach below and above the base line (Adobe's metrics).
DESCENT, ASCENT = 0.207, 0.718


def pages(path: Path) -> list[list[dict]]:
    """The characters of each page as it is shown, in the order they were drawn."""
    said = subprocess.run(["mutool", "draw", "-q", "-F", "stext", "-o", "-", str(path)], capture_output=True, check=True)
    found = []
    for page in ElementTree.fromstring(said.stdout[said.stdout.index(b"<?xml") :]).iter("page"):
        characters: list[dict] = []
        for line in page.iter("line"):
            along = tuple(float(part) for part in line.get("dir").split())
            for font in line.iter("font"):
                for one in font.iter("char"):
                    quad = [float(part) for part in one.get("quad").split()]
                    place = {"text": one.get("c"), "x": float(one.get("x")), "y": float(one.get("y"))}
                    characters.append(place | {"along": along, "size": float(font.get("size")), "quad": quad})
        found.append(characters)
    return found


def box(characters: list[dict]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of some characters; across the line they reach from descent to ascent."""
    corners = []
    for one in characters:
        dx, dy = one["along"]
        quad = one["quad"]
        length = max(abs(quad[2] - quad[0]), abs(quad[3] - quad[1]))
        for run in (0, length):
            for rise in (-DESCENT * one["size"], ASCENT * one["size"]):
                corners.append((one["x"] + dx * run + dy * rise, one["y"] + dy * run - dx * rise))
    across, down = zip(*corners)
    return min(across), min(down), max(across), max(down)


def picture(path: Path, page: int) -> tuple[int, int, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "page.pgm")
        command = ["mutool", "draw", "-q", "-r", str(DPI), "-A", "0", "-F", "pgm", "-o", str(out), str(path), str(page)]
        subprocess.run(command, capture_output=True, check=True)
        data = out.read_bytes()
    head = re.match(rb"P5\s+(?:#.*\s+)?(\d+)\s+(\d+)\s+255\s", data)
    return int(head[1]), int(head[2]), data[head.end() :]


def difference(one: Path, other: Path, page: int) -> tuple[float, float, float, float] | None:
    width, height, before = picture(one, page)
    after = picture(other, page)[2]
    rows = [row for row in range(height) if before[row * width : (row + 1) * width] != after[row * width : (row + 1) * width]]
    if not rows:
        return None
    columns = [
        column
        for row in rows
        for column in (0, width - 1, *range(width))
        if before[row * width + column] != after[row * width + column]
    ]
    scale = 72 / DPI
    return min(columns) * scale, min(rows) * scale, (max(columns) + 1) * scale, (max(rows) + 1) * scale


def main() -> None:
    parser = argparse.ArgumentParser(description="Tells how far a signature stands from its tag.")
    parser.add_argument("original", type=Path)
    parser.add_argument("signed", type=Path)
    parser.add_argument("--tag", required=True)
    parser.add_argument("--size", required=True)
    parser.add_argument("--occurrence", type=int, default=1)
    parser.add_argument("--anchor", default="bottom-left")
    options = parser.parse_args()
    width, height = (float(part) for part in options.size.split(","))
    places = []
    for number, characters in enumerate(pages(options.original), 1):
        text = "".join(one["text"] for one in characters)
        for found in re.finditer(re.escape(options.tag), text):
            places.append((number, box(characters[found.start() : found.end()])))
    page, (left, top, right, bottom) = places[options.occurrence - 1]
    wanted = {
        "bottom-left": (left, bottom - height),
        "top-left": (left, top),
        "centre": ((left + right - width) / 2, (top + bottom - height) / 2),
    }[options.anchor]
    seen = difference(options.original, options.signed, page)
    if seen is None:
        sys.exit(f"nothing is seen on page {page}")
    print(
        json.dumps(
            {
                "page": page,
                "left": seen[0] - wanted[0],
                "top": seen[1] - wanted[1],
                "width": seen[2] - seen[0] - width,
                "height": seen[3] - seen[1] - height,
            }
        )
    )


if __name__ == "__main__":
    main()
