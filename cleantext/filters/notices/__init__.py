"""Notices: what a site, a page or a template put around the author's text."""

from cleantext.filters.notices.filter import WINDOWS, DropNotices

__all__ = ["WINDOWS", "DropNotices"]
