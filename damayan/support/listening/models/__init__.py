"""Data of this part."""

from damayan.support.listening.models.talks import Message, Offer, Pass, Soon, Talk, Wish

__all__ = ["Message", "Offer", "Pass", "Soon", "Talk", "Wish"]
