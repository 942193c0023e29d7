"""Pages of issued papers: give a number, the archive, and the institution's settings for both."""
