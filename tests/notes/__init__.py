"""A small note of another city, and what is done with it."""
