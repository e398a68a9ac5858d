"""Signing in to Microsoft Graph: as the application itself, or as a person who signed in once."""
