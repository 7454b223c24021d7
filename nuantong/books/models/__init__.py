from nuantong.books.models.entry import Entry, Line
from nuantong.books.models.fund import Balance, Fund, FundPurpose, Project
from nuantong.books.models.period import Period

__all__ = ["Balance", "Entry", "Fund", "FundPurpose", "Line", "Period", "Project"]
