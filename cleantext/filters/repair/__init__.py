"""Repair of words that a scanner misread or a word replacer re-wrote."""

from cleantext.filters.repair.filter import RepairConfusions

__all__ = ["RepairConfusions"]
