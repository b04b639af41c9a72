"""Groups around one experience, memberships, and the persona a member wears in each.

``Membership`` is the only bridge between a person and a persona; nothing else may store both.
"""
