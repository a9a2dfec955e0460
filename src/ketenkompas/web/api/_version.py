"""The version of the API; raised by the rules of semantic versioning."""

API_VERSION = "1.0.0"
