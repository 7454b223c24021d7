"""A city's year of duties in PostgreSQL: closing a week, saving a contact, the overdue lists."""


def main() -> None:
    from benchmarks.closing import report

    report.main()
