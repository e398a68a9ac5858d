"""Windows servers: opened files and printed documents, read from their event logs."""
