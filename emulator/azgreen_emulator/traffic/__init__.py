"""Which load is on a resource, and what comes of it? The local Azure's own, outside Azure."""
