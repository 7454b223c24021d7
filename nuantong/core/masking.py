"""What is shown where the task does not need the whole (china.md §4.4)."""


def mask_name(name: str) -> str:
    """李* for two characters, 李*明 for three, first and last for longer ones."""
    if len(name) < 2:
        return name and "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id_number(number: str) -> str:
    """First six and last four: 500105********0012."""
    if len(number) < 11:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def mask_phone(phone: str) -> str:
    """138****1234; a landline keeps its last two digits."""
    if len(phone) == 11:
        return phone[:3] + "****" + phone[-4:]
    return "*" * max(len(phone) - 2, 0) + phone[-2:]
