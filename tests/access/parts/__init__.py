"""What each part of support adds to the table and the world: ``RULES``, ``furnish(world)``."""
