"""The library inside other people's pipelines: one thin module a framework, each with the library's own result.

A module here imports its framework; importing `cleantext` imports none of them.
"""
