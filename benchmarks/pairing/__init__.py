"""Pairing a made-up city: the optimum beside what is done by hand and what others find."""


def main() -> None:
    from benchmarks.pairing import report

    report.main()
