"""The only HTTP access to the vendors: proxy and certificates, retry, limits, tokens, pagination."""
