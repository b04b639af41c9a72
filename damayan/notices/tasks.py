"""Jobs of this room; procrastinate finds them here."""
