"""Tables for a terminal."""

from collections.abc import Sequence


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """The first column to the left, numbers to the right."""
    texts = [[str(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[number]) for row in texts) for number in range(len(headings))]
    print(f"\n{title}")
    for row in texts:
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]
        print("  ".join(cells).rstrip())
