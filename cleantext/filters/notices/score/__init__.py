"""The learned score: which lines, and sentences of long lines, a site added.

`scored.segment_scores` gives the scores, `decide.judge` what follows from them. All modules but `judged` load numpy, so
import them where they are used.
"""
