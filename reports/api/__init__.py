"""The read-only JSON API: programs of others read what a role may see, with a token of their own (decision 0029)."""
