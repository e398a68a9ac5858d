"""Settings, the command line and the Prefect flows: the layer that connects the other packages."""
