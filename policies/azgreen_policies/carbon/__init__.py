"""Does a resource sit on a grid with little carbon?"""
