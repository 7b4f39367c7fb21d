"""Which parts of Azure can be had on this machine, with Azure's own protocol and refusals?

`app` and `services` are an ARM-compatible control plane over HTTP: the local Azure.
"""
