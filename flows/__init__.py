"""Settings, the command line and the Prefect flows that join the rooms together."""
