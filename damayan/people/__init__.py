"""Accounts: who may sign in, with which roles, consents, keys and contacts; export and erasure.

Knows nothing of groups or personas: nobody but ``groups`` can say which persona a person wears.
"""
