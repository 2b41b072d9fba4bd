"""The assets: thin wrappers that give the pipeline's steps their place in Dagster's graph."""
