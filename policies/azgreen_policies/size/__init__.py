"""Is no more deployed than the stage needs?"""
