from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from balai.engine.aid.check import faults_of
from balai.engine.aid.iati import iati_bytes
from tests.engine.aid.mutants import MUTANTS
from tests.engine.aid.samples import AT, EDITION, ON, SERIES

ROOT = Path(__file__).parents[3]
RENAMES = {"A3", "A6"}
"""Whoever changes an identifier also leaves the parent with a child of another name."""


def written() -> str:
    return iati_bytes([SERIES, EDITION], at=AT).decode()


def changed(old: str, new: str) -> bytes:
    text = written()
    before, found, after = text.rpartition(old)
    assert found, f"not in the file: {old}"
    return (before + new + after).encode()


def test_what_we_write_keeps_every_rule() -> None:
    assert faults_of(written().encode(), on=ON) == []


@pytest.mark.parametrize(("rule", "old", "new"), MUTANTS)
def test_each_clause_of_each_rule_is_noticed(rule: str, old: str, new: str) -> None:
    found = {fault.rule for fault in faults_of(changed(old, new), on=ON)}

    assert found - ({"A24"} if rule in RENAMES else set()) == {rule}


def test_the_book_the_judge_and_the_known_bad_files_name_the_same_rules() -> None:
    book = set(re.findall(r"^\| (A\d+) \|", (ROOT / "docs/explain/rulebook.md").read_text(), re.MULTILINE))
    room = (ROOT / "src/balai/engine/aid/check").glob("*.py")
    judge = set(re.findall(r'"(A\d+)"', "".join(file.read_text() for file in room)))

    assert book == judge == {rule for rule, _, _ in MUTANTS}


def test_a_country_without_a_region_breaks_nothing() -> None:
    """The reference tester's only_one_of fails every such activity; its specification does not."""
    assert "recipient-region" not in written()
    assert [fault for fault in faults_of(written().encode(), on=ON) if fault.rule == "A11"] == []


def test_a_fault_names_line_place_value_rule_and_remedy() -> None:
    (fault,) = faults_of(changed('code="AF" percentage="11.12"', 'code="AF" percentage="11.11"'), on=ON)

    line = written().splitlines()[fault.line - 1]
    assert 'code="AF"' in line
    assert (fault.place, fault.value) == ("activity XX-ORG-0001-SMI-2018 / recipient-country", "99.99")
    assert fault.sentence == "Countries and regions add up to exactly 100."
    assert fault.remedy


def test_an_identifier_that_was_published_otherwise_is_a_warning() -> None:
    faults = faults_of(changed("<iati-identifier>XX-ORG-0001-SMI-2018</", "<iati-identifier>YY-1</"), on=ON)

    assert [fault.is_error for fault in faults if fault.rule == "A6"] == [False]


def test_money_on_both_levels_is_counted_twice() -> None:
    money = EDITION.budgets[0]
    series = iati_bytes([SERIES], at=AT).decode()
    budget = (
        '<budget type="1" status="2"><period-start iso-date="2018-01-01" /><period-end iso-date="2018-12-31" />'
        f'<value currency="IDR" value-date="2018-01-01">{money.amount.value}</value></budget><related-activity'
    )
    both = written().replace("<related-activity", budget, 1)
    assert series.count("<related-activity") == 1

    assert {fault.rule for fault in faults_of(both.encode(), on=ON)} == {"A24"}


def test_a_currency_may_stand_at_the_activity_or_at_each_amount() -> None:
    without = written().replace(' default-currency="IDR"', "")
    assert faults_of(without.encode(), on=ON) == []

    nowhere = without.replace('<value currency="IDR"', "<value")
    assert {fault.rule for fault in faults_of(nowhere.encode(), on=ON)} == {"A15"}


def test_a_single_country_needs_no_percentage() -> None:
    alone = replace(SERIES, recipients={"BT": Decimal(100)}, children=())
    text = iati_bytes([alone], at=AT).decode().replace('code="BT" percentage="100"', 'code="BT"')
    assert 'code="BT" />' in text

    assert faults_of(text.encode(), on=ON) == []
