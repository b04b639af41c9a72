"""What every room stands on: clock, ids, text cooking, paging, encryption, the woven picture.

Knows no domain word: no person, group or story.
"""
