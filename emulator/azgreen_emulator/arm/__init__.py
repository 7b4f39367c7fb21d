"""How does Azure Resource Manager speak? Written once; the services stand on it."""
