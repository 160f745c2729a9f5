"""What goes from a whole page by its form and place: menus, link lists and footers, edges, the marks of feeds."""

from cleantext.filters.notices.page.blocks import page_blocks
from cleantext.filters.notices.page.edges import page_lines
from cleantext.filters.notices.page.feeds import feed_lines
from cleantext.filters.notices.page.forms import PAGES
from cleantext.filters.notices.page.read import Block, Page, read_page

__all__ = ["PAGES", "Block", "Page", "feed_lines", "page_blocks", "page_lines", "read_page"]
