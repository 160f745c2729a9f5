"""Near copies over many documents: look at each once, decide once, remove with the ledger.

- `sketch`: what is needed of a document; pure, so it runs anywhere.
- `match`: which paragraphs are copies, and which copy stays; one decision over all sketches.
- `drop`: the filter that removes them, with a change in the document's ledger for each.
- `whole`: documents that are copies as a whole.
- `store`: the same on disk, for corpora that do not fit into memory or that grow (extra `dedupe`).

>>> from cleantext.dedupe.match import find_duplicates
>>> from cleantext.dedupe.sketch import sketch
>>> text = "各级党组织要充分认识加强基层组织建设的重大意义。"
>>> found = find_duplicates([sketch(text, "b"), sketch(text.replace("，", ","), "a")])
>>> [(one.dropped.document, one.kept.document) for one in found.duplicates]
[('b', 'a')]
"""
