"""The limit: one pass over the same contacts that only marks which windows were hit."""

import numpy as np

from benchmarks.duties.city import City


def scan(city: City) -> int:
    """For each duty the window of each contact's day, marked once: no grace, no carers, no spans."""
    book, known = city.book, city.known
    hits = 0
    children = np.repeat(np.arange(len(known.start)), np.diff(known.contacts))
    for number in range(book.lines[0], book.lines[1]):
        line = book.line[number]
        start = np.array(book.start[book.opens[line] : book.closes[line]])
        rule = book.rule[book.opens[line]]
        by_kind = np.array(book.by_kind[: book.kinds]) & book.ways[rule] != 0
        carrying = by_kind[known.kind]
        windows = np.searchsorted(start, known.day[carrying], side="right") - 1
        hit = np.zeros(len(known.start) * len(start), np.bool_)
        hit[children[carrying] * len(start) + np.maximum(windows, 0)] = True
        hits += int(hit.sum())
    return hits
