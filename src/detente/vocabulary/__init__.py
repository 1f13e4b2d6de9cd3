"""The field's words as data, and the tiny types that read them.

Everything a political scientist may want to change lies in `vocabulary/data/` as TSV or TOML.
"""
