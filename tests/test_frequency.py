"""The costs of characters."""

from __future__ import annotations

import math
import subprocess
import sys

from cleantext import frequency


def test_frequent_characters_cost_less_than_rare_ones_in_both_scripts():
    cost = frequency.cost()
    assert cost["的"] < cost["党"] < cost["鹌"]
    assert cost["的"] < cost["黨"] < cost["鵪"]


def test_costs_are_those_of_probabilities():
    cost = frequency.cost()
    assert all(0 < value <= 15 for value in cost.values())
    assert 0.8 < sum(math.exp(-value) for value in cost.values()) < 1.1


def test_the_table_is_small_and_holds_single_characters():
    cost = frequency.cost()
    assert 8_000 < len(cost) <= 10_000
    assert all(len(character) == 1 and ord(character) > 0x7F for character in cost)


def test_punctuation_is_in_it():
    assert {"，", "。", "、", "“", "「", "（", "《", "　"} <= frequency.cost().keys()


def test_it_is_read_once():
    assert frequency.cost() is frequency.cost()


def test_decoding_does_not_load_chardet_before_it_is_needed():
    code = "import sys; from cleantext import decode; decode('干部'.encode('gbk')); print('chardet' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
