"""One file a chapter; each turns the context into sections and knows no other chapter."""
