"""The services directory, and referrals with itemised consent that are followed through."""
