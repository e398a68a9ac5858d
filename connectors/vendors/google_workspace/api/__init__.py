"""Google's Reports API through google-api-python-client: requests, network access, refusals."""
