"""Near copies among strings: which pairs, why a pair is no copy after all, and which copy to keep.

- `normal`: the form of a paragraph that is compared.
- `join`: exactly the pairs above a threshold of similarity, without comparing all with all.
- `guard`: why two near copies are two statements and not one.
- `prose`: which lines repeat on purpose.
- `keep`: which copy stays.
- `contained`: which strings stand whole inside others.

numpy and rapidfuzz are loaded with `normal`, `join` and `guard`, so import those where they are used.
"""
