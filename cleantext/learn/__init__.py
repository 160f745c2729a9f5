"""Learning the notices of a source: what recurs over its documents, written down as rules."""

from cleantext.learn.notices import learn_notices

__all__ = ["learn_notices"]
