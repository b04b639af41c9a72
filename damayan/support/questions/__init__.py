"""Ask a professional: verified practitioners, questions with answers, office hours to book."""
