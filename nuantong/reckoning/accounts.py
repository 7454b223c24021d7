"""What must come out even, and the words for when it does not. Plain numbers in and out."""

from dataclasses import dataclass

from nuantong.core.money import yuan
from nuantong.core.small_numbers import is_small


@dataclass(frozen=True, kw_only=True)
class Money:
    """The money of a campaign in fen: raised = spent + committed + returned + left (+ in kind)."""

    raised: int = 0
    spent: int = 0
    committed: int = 0
    returned: int = 0
    left: int = 0
    in_kind: int = 0
    pledged: int = 0

    @property
    def used(self) -> int:
        return self.spent + self.committed + self.returned + self.left + self.in_kind

    @property
    def errors(self) -> list[str]:
        if self.raised == self.used:
            return []
        return [f"到账{yuan(self.raised)}，去向合计{yuan(self.used)}，"
                f"{differs(self.raised - self.used)}。请财务人员核对凭证。"]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where the books say money came from and went, beside the papers that say the same."""

    raised: int
    arrived: int
    assigned: int
    spent: int
    bought: int
    given: int
    other: int

    @property
    def errors(self) -> list[str]:
        said = []
        if self.raised != self.arrived + self.assigned:
            said.append(
                f"账上到账{yuan(self.raised)}，到账登记和转入合计{yuan(self.arrived + self.assigned)}，"
                f"{differs(self.raised - self.arrived - self.assigned)}。请核对到账登记。"
            )
        papers = self.bought + self.given + self.other
        if self.spent != papers:
            said.append(
                f"账上支出{yuan(self.spent)}，验收单、发放和其他单据合计{yuan(papers)}，"
                f"{differs(self.spent - papers)}。请核对验收单和签收。"
            )
        return said


@dataclass(frozen=True, kw_only=True)
class Goods:
    """The pieces of one item: bought = handed out + in stock + lost, in the whole ledger of it.

    `bought` and `handed` are the campaign's own; `other_in` came otherwise, `other_out` is the
    ledger's hand-outs that are not the campaign's.
    """

    name: str
    unit: str
    bought: int
    handed: int
    in_stock: int
    on_the_way: int
    lost: int
    other_in: int = 0
    other_out: int = 0

    @property
    def few(self) -> bool:
        """So few children have got it that neither they nor what is left may be told."""
        return is_small(self.handed)

    @property
    def came(self) -> int:
        return self.bought + self.other_in

    @property
    def went(self) -> int:
        return self.handed + self.other_out + self.in_stock + self.on_the_way + self.lost

    @property
    def errors(self) -> list[str]:
        said = []
        if self.other_in < 0:
            said.append(f"{self.name}：验收单{self.bought}{self.unit}，入库只有{self.came}{self.unit}，少了{-self.other_in}{self.unit}。")  # fmt: skip
        if self.other_out < 0:
            said.append(f"{self.name}：签收{self.handed}{self.unit}，出库发放只有{self.handed + self.other_out}{self.unit}，差{-self.other_out}{self.unit}。")  # fmt: skip
        if self.came != self.went:
            said.append(f"{self.name}：来的{self.came}{self.unit}，去向合计{self.went}{self.unit}，差{abs(self.came - self.went)}{self.unit}。请盘点。")  # fmt: skip
        return said


def differs(fen: int) -> str:
    return f"{'少' if fen > 0 else '多'}了{yuan(abs(fen))}"
