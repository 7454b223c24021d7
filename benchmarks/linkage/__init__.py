"""Linking lists to each other: a generator with truth, and what is measured on it."""


def main() -> None:
    from benchmarks.linkage import report

    report.main()
