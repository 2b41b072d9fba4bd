"""dbt, run in a process of its own that is started early."""
