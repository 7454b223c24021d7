"""Judging duty windows: ours beside a bare scan and beside the engine of a peer."""


def main() -> None:
    from benchmarks.duties import report

    report.main()
