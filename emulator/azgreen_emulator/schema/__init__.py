"""Which properties does Azure take and give, in which version of its interface?"""
