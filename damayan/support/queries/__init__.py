"""What the pages of this room need, each in a fixed number of queries."""
