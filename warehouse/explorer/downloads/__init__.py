"""The data of a page as files, and their OpenAPI description."""
