"""Does the stack stand what happens to it, and does somebody see it?"""
