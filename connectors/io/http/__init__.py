"""The one way out to the vendors: proxy and certificates, retry, bounds, tokens, pages."""
