"""Nobody unanswered: the reply queue and its routing, the path of supporters, the reply coach,
listening, ask a professional, the services directory and referral.

Reads what stories and safety know; moderation, above, watches over it.
"""
