"""From the files in the inbox to the tables of the `raw` schema."""
