"""Microsoft.CognitiveServices: accounts, model deployments, and what there is to deploy."""

from azgreen_emulator.services.cognitiveservices.routes import ROUTES

__all__ = ["ROUTES"]
