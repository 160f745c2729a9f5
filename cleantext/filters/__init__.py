"""Filters: each looks at a document and proposes edits, one idea a module. They do not import one another."""
