"""The pipeline: documents in, a published warehouse out; `definitions.py` is where all meets."""
