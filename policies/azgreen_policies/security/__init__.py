"""Who can reach a resource, and with what?"""
