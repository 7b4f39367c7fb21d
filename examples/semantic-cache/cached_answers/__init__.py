"""How often does a semantic cache answer, and how often wrongly?"""
