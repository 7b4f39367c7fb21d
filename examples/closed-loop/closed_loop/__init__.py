"""A stack that is too large, measured, right-sized by what it measured, and measured again."""
