"""Pages that combine several rooms: the front page, joining, my room, the coordinators' desk."""
