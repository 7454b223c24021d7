"""Examples from the literature, with the values printed there."""

SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
"""Shrout & Fleiss 1979, table 2: six targets by four judges."""

FLEISS_1971 = """00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
11050 11040 03300 10050 02031 00501 30012 51000 02040 10203
00006 01050 02013 20040 10041 05010 40002 02040 10500 00006""".split()  # fmt: skip
"""Fleiss 1971: thirty patients, six psychiatrists, five diagnoses; how many chose each."""


def ratings(counts: list[str]) -> list[list[str]]:
    """A row of ratings for each row of counts."""
    return [[str(at) for at, n in enumerate(row) for _ in range(int(n))] for row in counts]


MORRIS = [
    # helped: change, first spread, size; waited: the same; r; SMCR of both; d_ppc2
    ((7.9, 15.0, 20), (-3.4, 13.8, 20), 0.47, 0.5056, -0.2365, 0.77),
    ((3.3, 3.1, 50), (0.4, 4.1, 42), 0.64, 1.0481, 0.0958, 0.80),
    ((0.2, 0.1, 9), (0.0, 0.2, 9), 0.77, 1.8054, 0.0, 1.20),
    ((22.5, 14.5, 10), (5.0, 17.3, 11), 0.89, 1.4181, 0.2667, 1.05),
    ((0.4, 4.7, 14), (-1.4, 3.1, 14), 0.44, 0.0801, -0.4250, 0.44),
]
"""Morris 2008, table 1, as worked with R's metafor (standardised by the first spread)."""
