"""The closed set of categories: what a change took away or mended."""

from __future__ import annotations

from typing import Final

NOTICES: Final = frozenset({
    "ad_line", "breadcrumb", "byline_meta", "contact", "copyright_notice", "doc_meta", "download_notice",
    "editor_credit", "editor_filler", "essay_meta", "field_error", "gov_index", "inline_ad", "jammer", "leave_site",
    "login_comment", "markup_residue", "nav_prevnext", "other", "page_thumb", "preview_notice", "qr_app",
    "recommendation", "record_footer", "related_links", "share_buttons", "share_header", "site_header",
    "source_url", "stats_line", "subscribe", "tag_list", "template_placeholder", "title_repeat", "toc",
    "tool_widget", "upload_disclaimer", "user_block", "vip_payment", "vote_mood", "watermark_line",
    "widget_heading",
})  # fmt: skip
"""What a site, a page or a template put around the author's text: the labels of the notice taxonomy."""

DAMAGE: Final = frozenset({
    "characters", "duplicate", "line_join", "mojibake", "page_mark", "punctuation", "repair", "script",
})  # fmt: skip
"""What happened to the author's text itself."""

CATEGORIES: Final = NOTICES | DAMAGE
