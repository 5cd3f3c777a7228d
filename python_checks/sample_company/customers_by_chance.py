"""The bulk of the sample company: customers who live by dice loaded per segment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from python_checks.raw_tables import Row
from python_checks.sample_company.books import SEED, Books
from python_checks.sample_company.catalogue import COUNTRIES, CURRENCIES, EXPORTED_AT, TIERS
from python_checks.sample_company.contracts import Contract
from python_checks.sample_company.dice import Dice
from python_checks.sample_company.habits import BILLED_MONTHS, HABITS, SEGMENTS, Habits

FOUNDING_CUSTOMERS = 68
MONTHS = 40
LOOKAHEAD = timedelta(days=75)


def write_customers_by_chance(books: Books) -> None:
    """Write the customers of every month, a few more each month than in the one before."""
    number = 0
    for month in range(MONTHS):
        for _ in range(_new_customers(month)):
            number += 1
            _write_customer(books, f"c_{number:04d}", month)


def _new_customers(month: int) -> int:
    return FOUNDING_CUSTOMERS if month == 0 else 11 + month * 11 // MONTHS


def _write_customer(books: Books, customer_id: str, month: int) -> None:
    dice = Dice(f"{SEED}: life of {customer_id}")
    signed_at = _moment_in_month(month, dice)
    if signed_at > EXPORTED_AT:
        return
    segment = dice.weigh(SEGMENTS)
    created_at = signed_at - timedelta(days=dice.whole(0, 20))
    country = dice.weigh(COUNTRIES)
    books.customer(customer_id, segment, country, created_at)
    life = Life(books, dice, customer_id, HABITS[segment], CURRENCIES[country])
    life.live(signed_at)


def _moment_in_month(month: int, dice: Dice) -> datetime:
    years, months = divmod(month + 1, 12)
    return _at_work(datetime(2023 + years, months + 1, dice.whole(1, 28)), dice)


def _at_work(day: datetime, dice: Dice) -> datetime:
    """Give a moment of the day between 7 and 19 o'clock."""
    midnight = day.replace(hour=0, minute=0, second=0)
    return midnight + timedelta(seconds=dice.whole(7 * 3600, 19 * 3600))


def months_after(moment: datetime, months: int) -> datetime:
    """Give the same day and time so many months later; days are 1 to 28, so that it exists."""
    years, month = divmod(moment.month - 1 + months, 12)
    return moment.replace(year=moment.year + years, month=month + 1)


@dataclass
class Life:
    """The story of one customer, told month by month from its first contract on."""

    books: Books
    dice: Dice
    customer_id: str
    habits: Habits
    currency: str
    contracts: list[Contract] = field(default_factory=list)
    contracts_written: int = 0
    tier: int = 0
    period: str = "monthly"

    def live(self, start: datetime) -> None:
        """Sign, pass every month, and perhaps come back after leaving."""
        self._sign(start)
        end = self._pass_months(start) if self._outlives_trial() else None
        if end is not None and self.dice.chance(self.habits.comes_back):
            self._come_back(end)

    def _sign(self, start: datetime) -> None:
        self.tier = self.dice.weigh(self.habits.tiers)
        self.period = self.dice.weigh(self.habits.periods)
        main = self._new_contract(start, **self._trial(start))
        seats = Decimal(self.dice.skewed(*self.habits.seats))
        main.add_line(start, self._workspace_plan(), seats)
        self.contracts = [main]
        if self.dice.chance(self.habits.discounted):
            self._grant_discount(main, start)

    def _new_contract(self, moment: datetime, **more: object) -> Contract:
        self.contracts_written += 1
        contract = Contract(self.books, self.customer_id, self.contracts_written)
        contract.open(moment, **more)
        return contract

    def _trial(self, start: datetime) -> Row:
        if self.contracts_written or not self.dice.chance(self.habits.trial):
            return {}
        return {"trial_starts_at": start, "trial_ends_at": start + timedelta(days=14)}

    def _outlives_trial(self) -> bool:
        main = self.contracts[0]
        trial_end = main.subscription["trial_ends_at"]
        if not isinstance(trial_end, datetime):
            return True
        if trial_end > EXPORTED_AT:
            main.subscription["status"] = "trialing"
        elif self.dice.chance(0.08):
            main.close(trial_end, "voluntary", trial_end - timedelta(days=2))
            return False
        return True

    def _workspace_plan(self) -> str:
        return f"{TIERS[self.tier]}_{self.period}_{self.currency}"

    def _grant_discount(self, contract: Contract, start: datetime) -> None:
        months = self.dice.weigh({3: 5, 6: 3, 12: 3, 0: 2})
        self.books.discount(
            contract.subscription_id.replace("s_", "d_", 1),
            contract.subscription_id,
            start,
            duration="repeating" if months else "forever",
            percent_off=Decimal(self.dice.pick([10, 10, 15, 20, 25])),
            ends_at=months_after(start, months) if months else None,
        )

    def _pass_months(self, start: datetime) -> datetime | None:
        """Pass the months up to the export and a little ahead; give the end of service, if any."""
        month = 1
        while (moment := months_after(start, month)) <= EXPORTED_AT + LOOKAHEAD:
            billed_months = BILLED_MONTHS[self.period]
            renews = month % billed_months == 0
            if renews and self.dice.chance(self._chance_to_leave(month, billed_months)):
                return self._leave(moment)
            if moment <= EXPORTED_AT:
                self._renew(moment, month)
                self._pass_month(_at_work(moment + timedelta(self.dice.whole(1, 26)), self.dice))
            month += 1
        self._fall_behind()
        return None

    def _chance_to_leave(self, month: int, billed_months: int) -> float:
        """The young leave more often; a longer commitment gathers its months' chances."""
        youth = 1.3 if month <= 6 else 0.95
        return self.habits.churn * youth * min(billed_months, 11)

    def _leave(self, moment: datetime) -> datetime | None:
        is_involuntary = self.dice.chance(0.25)
        longest_notice = min(25 * BILLED_MONTHS[self.period], 150)
        requested_at = _at_work(
            moment - timedelta(days=self.dice.whole(2, longest_notice)), self.dice
        )
        is_unknown_yet = is_involuntary or requested_at > EXPORTED_AT
        if moment > EXPORTED_AT and is_unknown_yet:
            return None
        for contract in self.contracts:
            reason = "involuntary" if is_involuntary else "voluntary"
            contract.close(moment, reason, None if is_involuntary else requested_at)
        return moment if moment <= EXPORTED_AT else None

    def _renew(self, moment: datetime, month: int) -> None:
        if self.period == "monthly" or month % 12:
            return
        if self.dice.chance(self.habits.uplift_at_renewal):
            self._raise_price(moment)
        if self.dice.chance(0.5):
            self.contracts[0].move_to_new_subscription(moment)

    def _raise_price(self, moment: datetime) -> None:
        line = self.contracts[0].lines[0]
        price = self._price_of(line) * (100 + self.dice.whole(3, 7)) / 100
        price = price.quantize(Decimal("0.01"))
        self.contracts[0].change_line(0, moment, unit_amount=price)

    def _price_of(self, line: Row) -> Decimal:
        plans = {plan["plan_id"]: plan["unit_amount"] for plan in self.books.rows["plans"]}
        return Decimal(str(line["unit_amount"] or plans[line["plan_id"]]))

    def _pass_month(self, moment: datetime) -> None:
        """Let at most one thing happen in a month."""
        if moment > EXPORTED_AT:
            return
        fate = self.dice.share()
        for chance, happen in (
            (self.habits.growth, self._grow),
            (self.habits.shrink, self._shrink),
            (self.habits.upgrade, self._upgrade),
            (self.habits.upgrade / 3, self._downgrade),
            (self.habits.cross_sell, self._cross_sell),
            (self.habits.product_removed, self._remove_product),
            (self.habits.pause, self._pause),
        ):
            if 0 <= fate < chance:
                happen(moment)
            fate -= chance

    def _grow(self, moment: datetime) -> None:
        self._resize(moment, 100 + self.dice.whole(*self.habits.growth_sizes))

    def _shrink(self, moment: datetime) -> None:
        self._resize(moment, 100 - self.dice.whole(*self.habits.shrink_sizes))

    def _resize(self, moment: datetime, percent: int) -> None:
        seats = int(str(self.contracts[0].lines[0]["quantity"]))
        step = 1 if percent > 100 else -1
        resized = (
            max(seats * percent // 100, 1) if seats * percent // 100 != seats else seats + step
        )
        self.contracts[0].change_line(0, moment, quantity=Decimal(max(resized, 1)))

    def _upgrade(self, moment: datetime) -> None:
        self._change_tier(moment, min(self.tier + 1, len(TIERS) - 1))

    def _downgrade(self, moment: datetime) -> None:
        self._change_tier(moment, max(self.tier - 1, 0))

    def _change_tier(self, moment: datetime, tier: int) -> None:
        if tier != self.tier:
            self.tier = tier
            plan_id = self._workspace_plan()
            self.contracts[0].change_line(0, moment, plan_id=plan_id, unit_amount=None)

    def _cross_sell(self, moment: datetime) -> None:
        product = self.dice.weigh({"insights": 3, "care": 2})
        if self._has(product):
            return
        seats = int(str(self.contracts[0].lines[0]["quantity"]))
        quantity = 1 if product == "care" else max(seats * self.dice.whole(20, 60) // 100, 2)
        plan_id = f"{product}_{self.period}_{self.currency}"
        contract = self.contracts[0]
        if self.dice.chance(0.75):
            contract = self._new_contract(moment)
            self.contracts.append(contract)
        contract.add_line(moment, plan_id, Decimal(quantity))

    def _has(self, product: str) -> bool:
        lines = [line for contract in self.contracts for line in contract.lines]
        return any(str(line["plan_id"]).startswith(product) for line in lines)

    def _remove_product(self, moment: datetime) -> None:
        if len(self.contracts) > 1:
            self.contracts.pop().close(moment, "voluntary", moment - timedelta(days=1))
        elif len(self.contracts[0].lines) > 1:
            self.contracts[0].remove_line(1, moment)

    def _pause(self, moment: datetime) -> None:
        resumed_at = _at_work(moment + timedelta(days=self.dice.whole(20, 80)), self.dice)
        main = self.contracts[0]
        is_open = resumed_at > EXPORTED_AT
        self.books.pause(main.subscription_id, moment, None if is_open else resumed_at)
        if is_open:
            main.subscription["status"] = "paused"

    def _fall_behind(self) -> None:
        main = self.contracts[0].subscription
        if main["status"] == "active" and self.dice.chance(0.015):
            main["status"] = "past_due"

    def _come_back(self, end: datetime) -> None:
        start = end + timedelta(days=self.dice.skewed(12, 330, 2))
        start = _at_work(start.replace(day=min(start.day, 28)), self.dice)
        if start <= EXPORTED_AT:
            self.live(start)
