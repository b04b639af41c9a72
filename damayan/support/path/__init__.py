"""From member to supporter: application, course, trial with a mentor, certificate, further steps,
stepping down, and what answered people gave back."""
