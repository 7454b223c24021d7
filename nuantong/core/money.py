"""Yuan of whole fen."""


def yuan(fen: int) -> str:
    """1,560,000元; 12.50元: whole yuan without a fraction."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"
