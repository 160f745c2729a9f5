"""Repair of words that a scanner misread or a word replacer re-wrote."""

from cleantext.filters.repair.filter import RepairConfusions
from cleantext.filters.repair.model import Confusion
from cleantext.filters.repair.table import load_confusions

__all__ = ["Confusion", "RepairConfusions", "load_confusions"]
